package import Blobs
package import Core
import Foundation
package import Persistence

/// Moves the large values of runs out of the journal's rows, and back.
///
/// Each is a blob of its own, whose bytes begin with a token: so it is never shared with anything else in the store, and
/// can be deleted with its run.
package struct Payloads: Sendable {
  /// A value whose JSON is longer rests among the blobs.
  package static let limit = 64 << 10

  private let store: any Store
  private let blobs: (any BlobStore)?
  private let effects: Effects
  private let masker: Masker

  /// - Parameter blobs: where large values rest; `nil` keeps them in their rows.
  package init(store: any Store, blobs: (any BlobStore)?, effects: Effects, masker: Masker = Masker()) {
    self.store = store
    self.blobs = blobs
    self.effects = effects
    self.masker = masker
  }

  /// The same turn with references in place of large values. They are safe when this returns.
  func shrunk(_ commit: RunCommit) async throws -> RunCommit {
    var commit = commit
    for index in commit.rows.indices {
      var record = commit.rows[index].record
      if commit.rows[index].isNew { record.input = try await shrunk(record.input, of: commit.lease.run) }
      if case .succeeded(let output) = record.state {
        record.state = .succeeded(output: try await shrunk(output, of: commit.lease.run))
      }
      commit.rows[index] = RunCommit.Row(record: record, isNew: commit.rows[index].isNew)
    }
    return commit
  }

  /// The records with the values that their rows refer to.
  func restored(_ records: [StepRecord]) async throws -> [StepRecord] {
    var records = records
    for index in records.indices {
      records[index].input = try await restored(records[index].input)
      if case .succeeded(let output) = records[index].state {
        records[index].state = .succeeded(output: try await restored(output))
      }
    }
    return records
  }

  func restored(_ row: TrialRow) async throws -> TrialRow {
    var output: JSONValue?
    if let stored = row.output { output = try await restored(stored) }
    return TrialRow(
      path: row.path, step: row.step, kind: row.kind, input: try await restored(row.input), output: output)
  }

  /// The value that a row keeps or refers to.
  /// - Throws: ``FlowError/payloadGone`` when its bytes are gone.
  func restored(_ stored: JSONValue) async throws -> JSONValue {
    guard let reference = PayloadReference(stored: stored) else { return PayloadReference.unescaped(stored) }
    guard let blobs, try await blobs.info(reference.hash) != nil else { throw FlowError.payloadGone }
    let bytes = try await blobs.read(reference.hash, range: nil).collect(upTo: reference.bytes + 256)
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { throw FlowError.payloadGone }
    return try JSONValue(parsing: Array(bytes[(end + 1)...]))
  }

  private func shrunk(_ value: JSONValue, of run: RunID) async throws -> JSONValue {
    let escaped = PayloadReference.escaped(value)
    guard let blobs, !value.isSmaller(than: Self.limit) else { return escaped }
    let json = value.encoded()
    guard json.count > Self.limit else { return escaped }
    var bytes = Array("weir-payload \(effects.token())\n".utf8)
    bytes += json
    let hash = Self.hash(of: bytes)
    // The row first: bytes that no row names would never be freed.
    let now = effects.now()
    let size = bytes.count
    try await store.write { session in
      try session.run(
        """
        insert into flow_payload (hash, run, bytes, created_at) values (\(hash.sha256), \(run), \(size), \(now))
        """)
    }
    _ = try await blobs.store(ByteStream(bytes))
    let start = String(
      masker.forShowing(value.beginning(4 * PayloadReference.startLength)).serialized()
        .prefix(PayloadReference.startLength))
    return PayloadReference(hash: hash, bytes: json.count, start: start).stored
  }

  private static func hash(of bytes: [UInt8]) -> ContentHash {
    var digests = Digests()
    bytes.withUnsafeBytes { digests.update($0) }
    return digests.info.hash
  }
}
