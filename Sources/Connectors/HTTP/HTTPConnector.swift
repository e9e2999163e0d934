import Core
import Foundation
import HTTPTypes

/// The actions of `httpConnector-v1.0`.
package enum HTTPConnector {
  /// What to hand to ``ConnectorRuntime``.
  package static var actions: [CodedAction] {
    [CodedAction("http.request") { call in try await HTTPExchange(call: call).run() }]
  }
}

/// What a step asks for, read from its input.
struct HTTPWish: Sendable {
  let method: String
  let url: String
  let query: JSONObject
  let headers: JSONObject
  let response: String
  let fileName: String?
  let takesEveryStatus: Bool
  let followsRedirects: Bool
  let isRepeatable: Bool
  let timeout: Duration

  /// - Throws: ``ActionError`` when there is no whole address, nor an endpoint to add a path to.
  init(_ call: CodedAction.Call) throws {
    let input = call.input
    method = input["method"]?.stringValue ?? "GET"
    query = input["query"]?.objectValue ?? [:]
    headers = input["headers"]?.objectValue ?? [:]
    response = input["response"]?.stringValue ?? "auto"
    fileName = input["fileName"]?.stringValue
    takesEveryStatus = input["anyStatus"] == true
    followsRedirects = input["followRedirects"] != false
    isRepeatable = input["mayRepeat"]?.boolValue ?? ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"].contains(method)
    timeout = .seconds(input["timeout"]?.intValue ?? 60)
    let given = input["url"]?.stringValue ?? ""
    let whole = given.hasPrefix("/") ? call.endpoint + given : given
    guard Origin(whole) != nil else {
      throw ActionError(
        code: "invalid_input", category: .invalid,
        message: "\"\(given.prefix(200))\" is no address that a request can be sent to.",
        advice: "Give a whole one that begins with https://, or choose a connection and give a path.")
    }
    url = Self.adding(query, to: whole)
  }

  private static func adding(_ query: JSONObject, to url: String) -> String {
    let pairs = query.flatMap { name, value in
      (value.arrayValue ?? [value]).compactMap(\.scalarText).map {
        "\(PercentEncoding.encode(name))=\(PercentEncoding.encode($0))"
      }
    }
    guard !pairs.isEmpty else { return url }
    let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let plain = String(parts.first ?? "")
    return plain + (plain.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
  }
}
