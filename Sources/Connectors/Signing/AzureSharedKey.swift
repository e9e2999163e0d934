import Core
import Crypto
import Egress
import Foundation
import HTTPTypes

/// Signs requests to Azure storage with an account's key (Microsoft's "Authorize with Shared Key", version 2015-02-21 and
/// later).
struct AzureSharedKey: Sendable {
  let account: String
  /// In base64, as the portal shows it.
  let key: Secret

  /// Adds `x-ms-date` and `Authorization`; everything else must be on the request.
  /// - Throws: ``ActionError`` when the key isn't base64.
  func sign(_ request: inout OutboundRequest, at date: Date) throws {
    guard let secret = Data(base64Encoded: key.revealed) else {
      throw ActionError(
        code: "settings_refused", category: .unauthenticated, message: "The account's key isn't base64.",
        advice: "Copy the key from the storage account's page \"Access keys\".")
    }
    request.headers[Self.date] = Self.format(date)
    let text = Array(textToSign(request).utf8)
    let signature = HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: secret))
    request.headers[.authorization] = "SharedKey \(account):\(Data(signature).base64EncodedString())"
  }

  /// What is signed, line by line.
  func textToSign(_ request: OutboundRequest) -> String {
    let headers = request.headers
    let length: String =
      switch request.body {
      case .none: ""
      case .bytes(let bytes): bytes.isEmpty ? "" : String(bytes.count)
      case .stream(let stream): stream.length.map { $0 == 0 ? "" : String($0) } ?? ""
      }
    func value(_ name: HTTPField.Name) -> String { headers[name] ?? "" }
    let lines = [
      request.method.rawValue, value(.contentEncoding), value(.contentLanguage), length, value(Self.md5),
      value(.contentType), "", value(.ifModifiedSince), value(.ifMatch), value(.ifNoneMatch), value(.ifUnmodifiedSince),
      value(.range),
    ]
    let own = headers.filter { $0.name.canonicalName.hasPrefix("x-ms-") }
      .sorted { $0.name.canonicalName < $1.name.canonicalName }
      .map { "\($0.name.canonicalName):\($0.value.trimmingCharacters(in: .whitespaces))" }
    return (lines + own + [resource(request.url)]).joined(separator: "\n")
  }

  /// The account, the path and the parameters in order, decoded.
  private func resource(_ url: String) -> String {
    let parts = URLComponents(string: url)
    let path = parts?.percentEncodedPath ?? "/"
    var values: [String: [String]] = [:]
    for pair in (parts?.percentEncodedQuery ?? "").split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { String($0).removingPercentEncoding ?? String($0) }
      values[sides[0].lowercased(), default: []].append(sides.count > 1 ? sides[1] : "")
    }
    let lines = values.sorted { $0.key < $1.key }.map { "\n\($0.key):\($0.value.sorted().joined(separator: ","))" }
    return "/\(account)\(path.isEmpty ? "/" : path)" + lines.joined()
  }

  /// `Fri, 26 Jun 2015 23:39:12 GMT`
  static func format(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute, .second], from: date)
    func two(_ number: Int?) -> String { String(100 + (number ?? 0)).dropFirst().description }
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let (day, month) = ((parts.weekday ?? 1) - 1, (parts.month ?? 1) - 1)
    return
      "\(days[day]), \(two(parts.day)) \(months[month]) \(parts.year ?? 1970) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
  }

  private static let date = HTTPField.Name("x-ms-date") ?? .date
  private static let md5 = HTTPField.Name("Content-MD5") ?? .accept
}
