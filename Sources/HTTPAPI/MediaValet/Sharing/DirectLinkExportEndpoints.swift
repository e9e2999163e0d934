import Core
import HTTPTypes
import Hummingbird
import Identity
import Library

/// All direct links, or those of one asset, as a zipped CSV. Without any the answer is 204.
struct DirectLinkExportEndpoints: EndpointGroup {
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      export("/directlinks/export", "exportDirectLinks", "Exports all links") { _, principal in
        try await all(as: principal)
      },
      export("/directlinks/export/{assetId}", "exportAssetDirectLinks", "Exports the links of an asset") {
        context, principal in
        try await services.library.directLinks.links(of: context.id("assetId"), as: principal)
      },
    ]
  }

  private func export(
    _ path: String, _ id: String, _ summary: String,
    _ links: @escaping @Sendable (APIContext, Principal) async throws -> [DirectLink]
  ) -> Endpoint {
    Endpoint(
      .get, path, id: id, summary: summary, tag: DirectLinkEndpoints.tag, surface: .mediaValet,
      access: .permission(.viewLibrary, on: .library),
      responses: [.content(.ok, "A ZIP of one CSV", type: "application/zip"), .empty(.noContent, "There are no links")]
    ) { request, context in
      let links = try await links(context, context.requirePrincipal())
      if links.isEmpty { return .noContent }
      let zip = ZipArchive.bytes(name: "directlinks.csv", content: Array(csv(links).utf8))
      let name = ContentDisposition.header("attachment", fileName: "directlinks.zip")
      return .bytes(zip, type: "application/zip", headers: [.contentDisposition: name])
    }
  }

  private func all(as principal: Principal) async throws -> [DirectLink] {
    var links: [DirectLink] = []
    while true {
      let page = try await services.library.directLinks.all(offset: links.count, count: 1000, as: principal)
      links += page.links
      if page.links.isEmpty || links.count >= page.total { return links }
    }
  }

  private func csv(_ links: [DirectLink]) -> String {
    let head = "assetId,directLinkId,linkName,cdnLink,state,createdAt,totalViews,uniqueViews,totalBandwidth\r\n"
    return links.reduce(into: head) { text, link in
      let fields = [
        link.asset.description, link.id.description, link.name, services.absolute(link.path), link.state.rawValue,
        Timestamp.format(link.createdAt), String(link.views), String(link.uniqueViews), String(link.bandwidth),
      ]
      text += fields.map(quoted).joined(separator: ",") + "\r\n"
    }
  }

  /// RFC 4180; a leading `=`, `+`, `-` or `@` would be a formula in a spreadsheet.
  private func quoted(_ field: String) -> String {
    let safe = field.first.map { "=+-@".contains($0) } ?? false ? "'" + field : field
    guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
