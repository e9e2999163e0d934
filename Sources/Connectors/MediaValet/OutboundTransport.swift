import Core
import Egress
import HTTPTypes
import MediaValetClient

/// Lets ``MediaValet`` talk through Weir's own way out.
struct OutboundTransport: MediaValetTransport {
  let outbound: Outbound
  /// For addresses of the storage, which carry their own proof.
  let storage: Outbound
  /// How long one request may take; a block of an upload is one.
  var timeout: Duration = .seconds(300)

  func send(_ request: MediaValetRequest) async throws -> MediaValetResponse {
    let sent = OutboundRequest(
      request.method, request.url, headers: request.headers,
      body: request.body.isEmpty && request.method != .put ? .none : .bytes(request.body), timeout: timeout)
    do {
      let door = request.headers[.authorization] == nil ? storage : outbound
      let response = try await door.send(sent)
      let body = try await response.body.collect(upTo: sent.responseLimit)
      return MediaValetResponse(status: response.status, headers: response.headers, body: body)
    } catch let error as OutboundError {
      // An address that is refused stays refused: that is no lost answer.
      if error.category == .invalid { throw error }
      throw TransportFailure(reason: error.message, mayHaveArrived: error.mayHaveReachedPeer)
    }
  }
}
