import Core
import Foundation

/// Reads CloudEvents 1.0 out of an HTTP call: structured, batched or binary (HTTP protocol binding, section 3).
enum CloudEvents {
  /// More events in one call are refused.
  static let mostEvents = 1000

  /// - Throws: ``FlowError/payloadRefused(reason:)`` when one of them is no event.
  static func read(_ headers: [String: String], _ body: JSONValue) throws(FlowError) -> [JSONObject] {
    if headers["ce-specversion"] != nil { return [try checked(binary(headers, body))] }
    guard case .array(let elements) = body else { return [try checked(body.objectValue ?? [:])] }
    guard elements.count <= mostEvents else {
      throw .payloadRefused(reason: "there are more than \(mostEvents) events in it")
    }
    var events: [JSONObject] = []
    for element in elements { events.append(try checked(element.objectValue ?? [:])) }
    return events
  }

  /// The same for every delivery of one event, and for no other event of any source.
  static func identity(of event: JSONObject) -> String {
    "\(event["source"]?.stringValue ?? "")\n\(event["id"]?.stringValue ?? "")"
  }

  private static func checked(_ event: JSONObject) throws(FlowError) -> JSONObject {
    guard event["specversion"]?.stringValue?.hasPrefix("1.") ?? false else {
      throw .payloadRefused(reason: "it is no CloudEvent of version 1.0")
    }
    for name in ["id", "source", "type"] {
      guard let text = event[name]?.stringValue, !text.isEmpty else {
        throw .payloadRefused(reason: "its CloudEvent has no \"\(name)\"")
      }
    }
    return event
  }

  private static func binary(_ headers: [String: String], _ body: JSONValue) -> JSONObject {
    var event = JSONObject()
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) where name.hasPrefix("ce-") {
      event[String(name.dropFirst(3))] = .string(value.removingPercentEncoding ?? value)
    }
    event["datacontenttype"] = headers["content-type"].map(JSONValue.string)
    event["data"] = body
    return event
  }
}
