import Core

/// The values that a service's addresses may hold as `${settings.name}`, as the tenant of a directory.
///
/// What the administrator entered may be any part of a host's name. What a member entered may only be one label, so that
/// nobody but the administrator decides to which domain the organization's client secret goes.
struct AddressValues {
  let guide: IntegrationGuide
  let entered: [String: String]
  /// The connection's own settings.
  let own: JSONObject

  struct Missing: Error {
    let reason: String
  }

  func fill(_ url: String) throws(Missing) -> String {
    do {
      return try Placeholders.fill(url) { name in
        guard name.hasPrefix("settings.") else { return nil }
        return try value(String(name.dropFirst("settings.".count)))
      }
    } catch let missing as Missing {
      throw missing
    } catch {
      throw Missing(reason: "its address can't be made")
    }
  }

  private func value(_ name: String) throws -> String {
    let standard = guide.fields.first { $0.name == name }?.standard
    if let text = entered[name] ?? (own[name] == nil ? standard : nil) {
      guard Self.isHostPart(text, dots: true) else {
        throw Missing(reason: "the integration's \(name) can't be part of an address")
      }
      return text
    }
    guard let text = own[name]?.stringValue, !text.isEmpty else { throw Missing(reason: "its \(name) is missing") }
    guard Self.isHostPart(text, dots: false) else {
      throw Missing(reason: "its \(name) may have letters, digits and dashes only")
    }
    return text
  }

  /// Letters, digits, dashes and underscores, and dots where they may be.
  static func isHostPart(_ text: String, dots: Bool) -> Bool {
    !text.isEmpty && text.count <= 253
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        case UInt8(ascii: "."): dots
        default: false
        }
      }
  }
}
