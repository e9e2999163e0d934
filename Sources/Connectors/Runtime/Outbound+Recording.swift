import Core
import Egress
import Foundation
import HTTPTypes

extension Outbound {
  /// The same way out, telling the recorder of each exchange without its bodies, which may be files.
  func recorded(_ effects: Effects) -> Outbound {
    guard let recorder = ExchangeRecorder.current else { return self }
    return Outbound { request in
      let began = effects.now()
      var exchange: JSONObject = [
        "request": ["method": .string(request.method.rawValue), "url": .string(Redaction.url(request.url))]
      ]
      do {
        let response = try await send(request)
        exchange["response"] = ["status": JSONValue(response.status)]
        recorder.add(exchange, took: .seconds(effects.now().timeIntervalSince(began)))
        return response
      } catch {
        exchange["error"] = .string((error as? any CodedError)?.message ?? "It was given up.")
        recorder.add(exchange, took: .seconds(effects.now().timeIntervalSince(began)))
        throw error
      }
    }
  }
}
