package import HTTPAPI
import HTTPTypes
import Hummingbird

/// The style sheet, the scripts and the icons.
package struct FileEndpoints: EndpointGroup {
  private let files: EmbeddedFiles

  package init(files: EmbeddedFiles) {
    self.files = files
  }

  package var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/app/files/{folder}/{name}", id: "getPageFile",
        summary: "Reads a style sheet, script or icon of the pages",
        tag: "Pages", surface: .pages, access: .anyone,
        responses: [.content(.ok, "The file", type: "application/octet-stream")]
      ) { request, context in
        let name = context.parameter("folder") + "/" + context.parameter("name")
        guard !name.hasPrefix("templates/"), let bytes = files.bytes(name), let type = Self.type(name) else {
          throw RequestError.unknownPath(request.uri.path)
        }
        // Addresses carry a digest of the content: what they name never changes.
        return .bytes(bytes, type: type, headers: [.cacheControl: "public, max-age=31536000, immutable"])
      },
      Endpoint(
        .get, "/app/editor/{version}/{name}", id: "getEditorModule", summary: "Reads a script of the flow editor",
        tag: "Pages", surface: .pages, access: .anyone,
        responses: [.content(.ok, "The script", type: "text/javascript")]
      ) { request, context in
        guard let bytes = files.bytes(EditorModules.folder + context.parameter("name")) else {
          throw RequestError.unknownPath(request.uri.path)
        }
        return .bytes(
          bytes, type: "text/javascript; charset=utf-8",
          headers: [.cacheControl: "public, max-age=31536000, immutable"])
      },
    ]
  }

  private static func type(_ name: String) -> String? {
    switch name.split(separator: ".").last {
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    default: nil
    }
  }
}
