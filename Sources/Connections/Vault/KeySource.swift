/// Where the master keys come from, and how they are changed there.
package struct KeySource: Sendable {
  /// Reads the keys, the one to seal with first.
  /// - Throws: ``VaultError``.
  package let load: @Sendable () async throws -> [VaultKey]
  /// Adds a key, given as text, before all others; `nil` where a person has to do it.
  package let add: (@Sendable (_ text: String) throws -> Void)?
  /// Takes a key away; `nil` where a person has to do it.
  package let remove: (@Sendable (_ id: String) throws -> Void)?
  /// Where the keys are, for people, as "the file /var/lib/weir/vault.key".
  package let place: String

  /// - Parameters:
  ///   - place: for people.
  ///   - add: left out where a person has to do it.
  ///   - remove: left out where a person has to do it.
  package init(
    place: String, load: @escaping @Sendable () async throws -> [VaultKey],
    add: (@Sendable (_ text: String) throws -> Void)? = nil, remove: (@Sendable (_ id: String) throws -> Void)? = nil
  ) {
    self.place = place
    self.load = load
    self.add = add
    self.remove = remove
  }

  /// Keys in a file of the format of ``MasterKeyFile``, which is made when it isn't there.
  package static func file(_ path: String, randomBytes: @escaping @Sendable (Int) -> [UInt8]) -> KeySource {
    let file = MasterKeyFile(path: path)
    return KeySource(
      place: "the file \(path)", load: { try file.load(randomBytes: randomBytes) },
      add: { try file.add($0) }, remove: { try file.remove($0) })
  }

  /// Keys that stay the same as long as the process runs.
  package static func fixed(_ keys: [VaultKey], place: String) -> KeySource {
    KeySource(place: place, load: { keys })
  }
}

extension [VaultKey] {
  /// Reads keys as files and commands give them: one a line, the sealing one first; lines that begin with `#` say something
  /// to people.
  /// - Throws: ``VaultError/malformedKey``, ``VaultError/noKey``.
  package init(lines text: String) throws(VaultError) {
    self = []
    for line in text.split(whereSeparator: \.isNewline)
    where !line.hasPrefix("#") && line.contains(where: { $0 != " " }) {
      append(try VaultKey(text: String(line)))
    }
    if isEmpty { throw .noKey }
  }
}
