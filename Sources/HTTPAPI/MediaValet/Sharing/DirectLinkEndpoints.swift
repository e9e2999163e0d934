import Core
import HTTPTypes
import Identity
import Library

/// Durable public addresses of pictures.
struct DirectLinkEndpoints: MediaValetGroup {
  static let tag = "Direct links"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      on(
        .get, "/directlinks", "getDirectLinks", "Lists all links", parameters: Parameter.mediaValetPage,
        answers: (.ok, .array(.directLink)), all),
      on(
        .get, "/directlinks/{assetId}", "getAssetDirectLinks", "Lists the links of an asset",
        parameters: [.includeSoftDeleted], answers: (.ok, .array(.directLink))
      ) { call in
        let links = try await call.library.directLinks.links(
          of: call.id("assetId"), includingDeleted: call.includesDeleted, as: call.principal)
        return .list(links.map(wire.json))
      },
      on(
        .post, "/directlinks/{assetId}", "createDirectLink", "Makes a link to a picture of the asset",
        needs: .createDirectLinks, takes: .map(.any), answers: (.created, .map(.string))
      ) { call in
        let draft = try WireDirectLink.draft(try await call.body().object())
        let link = try await call.library.directLinks.create(draft, for: call.id("assetId"), as: call.principal)
        return .created(wire.created(link))
      },
      on(
        .post, "/directlinks/{assetId}/validate", "validateDirectLinkName", "Asks whether a link's name is free",
        parameters: [.query("linkName", .string, required: true, "The name.")], validateName),
      on(
        .post, "/directlinks/validate/assets", "validateAssetsWithDirectLinks", "Tells which assets have links",
        takes: .assetIDs, assetsWithLinks),
    ] + states
  }

  private var states: [Endpoint] {
    let path = "/directlinks/{assetId}/"
    return [
      changeAll(path + "activateAll", "activateAllDirectLinks", "Switches links on", .active),
      changeAll(path + "deactivateAll", "deactivateAllDirectLinks", "Switches links off", .deactivated),
      change(path + "activate/{directLinkId}", "activateDirectLink", "Switches a link on", .active),
      change(path + "deactivate/{directLinkId}", "deactivateDirectLink", "Switches a link off", .deactivated),
      change(path + "archive/{directLinkId}", "archiveDirectLink", "Puts a link away", .archived),
    ]
  }

  private var wire: WireDirectLink { WireDirectLink(services: services) }

  private func changeAll(_ path: String, _ id: String, _ summary: String, _ state: DirectLinkState) -> Endpoint {
    on(
      .put, path, id, summary, needs: .createDirectLinks, takes: .assetIDs,
      answers: (.created, .array(.directLink))
    ) { call in
      let ids: [DirectLinkID] = try await call.body().ids(of: "link ids")
      return .created(try await set(state, ids, call))
    }
  }

  private func change(_ path: String, _ id: String, _ summary: String, _ state: DirectLinkState) -> Endpoint {
    on(.put, path, id, summary, needs: .createDirectLinks, answers: (.ok, .array(.directLink))) { call in
      .ok(try await set(state, [call.id("directLinkId")], call))
    }
  }

  private func set(_ state: DirectLinkState, _ ids: [DirectLinkID], _ call: MediaValetCall) async throws -> JSONValue {
    let links = try await call.library.directLinks.setState(
      state, of: ids, asset: call.id("assetId"), as: call.principal)
    return .array(links.map(wire.json))
  }

  private func all(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let (offset, count) = try call.page()
    let (total, links) = try await call.library.directLinks.all(offset: offset, count: count, as: call.principal)
    return .list(links.map(wire.json), total: total, offset: offset)
  }

  private func validateName(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    guard let name = call.query.string("linkName") else { throw RequestError.missingParameter("linkName") }
    guard try await call.library.directLinks.isNameFree(name, for: call.id("assetId"), as: call.principal) else {
      throw LibraryError.nameTaken(name, by: "link")
    }
    return .ok(["linkName": .string(name)])
  }

  private func assetsWithLinks(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let ids: [AssetID] = try await call.body().ids(of: "asset ids")
    var linked: [JSONValue] = []
    for id in ids {
      let links = try? await call.library.directLinks.links(of: id, as: call.principal)
      if links?.isEmpty == false { linked.append(JSONValue(id)) }
    }
    return .ok(.array(linked))
  }
}
