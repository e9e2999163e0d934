import Connections
import Core
import Egress

extension Authorization {
  /// Puts the proof onto a request that is otherwise ready; see ``sign(_:effects:aws:)``.
  func prove(_ request: inout OutboundRequest, effects: Effects) throws {
    try sign(&request, effects: effects) { request, keys, date in
      SignatureV4(
        accessKeyID: keys.accessKeyID, secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken,
        region: keys.region, service: keys.service
      ).sign(&request, at: date)
    }
  }
}
