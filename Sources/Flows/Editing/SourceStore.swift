import Core
import Crypto
import Foundation
import Persistence

/// The SQL of the texts that people wrote. A text belongs to the document it says, whichever draft or version has that.
struct SourceStore {
  /// Of one flow; the oldest ones go.
  static let kept = 100

  let session: any Session

  func keep(_ source: String, of flow: FlowID, saying document: JSONValue, at now: Date) throws {
    try session.run(
      """
      insert into flow_source (flow, digest, source, kept_at)
      values (\(flow), \(Self.digest(document)), \(source), \(now))
      on conflict (flow, digest) do update set source = excluded.source, kept_at = excluded.kept_at
      """)
    try session.run(
      """
      delete from flow_source where flow = \(flow) and kept_at < (
        select min(kept_at) from (
          select kept_at from flow_source where flow = \(flow) order by kept_at desc limit \(Self.kept)) as newest)
      """)
  }

  func source(of flow: FlowID, saying document: JSONValue) throws -> String? {
    try session.row("select source from flow_source where flow = \(flow) and digest = \(Self.digest(document))")?
      .string("source")
  }

  private static func digest(_ document: JSONValue) -> String {
    SHA256.hash(data: Data(document.encoded())).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
