package import Connections
import Core
package import Foundation

/// What a service is asked for so that it says when something changed, as the `push` section of its connector says.
package struct ServicePush: PushService {
  let files: ServiceFiles
  let push: PushDefinition
  let wish: FileCall

  package var handshake: PushDefinition.Handshake { push.handshake }

  package var isPerFolder: Bool { wish.input.references.contains { $0.root == .folder } }

  package func subscribe(
    _ folder: String, address: String, secret: String, until: Date
  ) async throws -> PushChannel {
    var values: JSONObject = [
      "push": ["address": .string(address), "secret": .string(secret), "until": .string(Timestamp.format(until))],
      "folder": files.value(folder: try files.folder(folder)),
    ]
    if wish.input.references.contains(where: { $0.root == .cursor }) {
      values["cursor"] = .string(try await files.startCursor(folder))
    }
    let output = try await files.call(wish, values, context)
    guard let id = push.id.value(in: output)?.scalarText, !id.isEmpty else {
      throw ActionError.unexpected(output, missing: push.id, service: files.connector.title)
    }
    return PushChannel(id: id, ends: ends(output))
  }

  package func renew(_ id: String, until: Date) async throws -> PushChannel? {
    guard let renew = push.renew else { return nil }
    do throws(ActionError) {
      let values: JSONObject = ["push": ["id": .string(id), "until": .string(Timestamp.format(until))]]
      return PushChannel(id: id, ends: ends(try await files.call(renew, values, context)) ?? until)
    } catch {
      guard error.category == .notFound || error.category == .gone else { throw error }
      return nil
    }
  }

  package func end(_ id: String) async throws {
    guard let end = push.end else { return }
    do throws(ActionError) {
      _ = try await files.call(end, ["push": ["id": .string(id)]], context)
    } catch {
      guard error.category == .notFound || error.category == .gone else { throw error }
    }
  }

  private func ends(_ output: JSONValue) -> Date? {
    push.expires?.value(in: output).flatMap(RemoteDate.parse)
  }

  /// Services tell channels apart by the caller's name for them, so every wish has a new one.
  private var context: ActionContext { ActionContext(idempotencyKey: "push/" + files.runtime.effects.token()) }
}

extension ConnectorRuntime {
  /// How a connection's service can be asked to say when something changed.
  ///
  /// Only what Weir arranges by itself: a service whose address or signing key is entered by hand at its console isn't asked.
  /// - Returns: `nil` when the service has no such way.
  package func push(of id: ConnectionID) async throws(ActionError) -> ServicePush? {
    let files = try await files(of: id)
    guard let push = files.connector.push, let wish = push.subscribe,
      [.google, .graph, .none].contains(push.handshake)
    else { return nil }
    return ServicePush(files: files, push: push, wish: wish)
  }
}
