package import Blobs
import BlobsS3
package import Connections
package import Core
package import Egress
import Foundation
import Library
package import Logging
package import Persistence
import PersistencePostgres
import PersistenceSQLite

/// What all rooms stand on: the store, the bytes, the vault and the door outwards.
package struct Foundations: Sendable {
  package let settings: Settings
  package let effects: Effects
  package let logger: Logger
  package let folder: DataFolder
  package let address: PublicAddress
  package let store: any Store
  package let blobs: any BlobStore
  /// The master keys, and through them the vault.
  package let keys: VaultKeys
  package let outbound: OutboundService
  /// For connections that aren't HTTP, by the same rules.
  package let door: AddressDoor
  /// What this server shows, when it ends TLS itself.
  package let certificate: ServerCertificate?

  /// Opens everything and brings the tables up to date; makes what a first start needs.
  /// - Throws: a ``CodedError`` that names what is missing or wrong.
  package static func open(_ settings: Settings, effects: Effects = .live, logger: Logger) async throws -> Foundations {
    let folder = try DataFolder.open(settings.dataFolder)
    let address = try PublicAddress(settings)
    let source = try KeySource.settings(settings, folder, effects)
    let vault = try Vault(keys: try await source.load())
    let store = try openStore(settings, folder, effects, logger)
    try await Migrator(Schema.migrations).migrate(store)
    try await VaultCheck.run(vault, on: store, at: effects.now())
    let keys = VaultKeys(vault: vault, source: source, columns: Schema.sealed, store: store, effects: effects)
    let certificate = try certificate(settings, folder, address, effects)
    let outgoing = try outboundSettings(settings, folder, address, hasCertificate: certificate != nil)
    let outbound = try OutboundService(settings: outgoing, logger: logger)
    return Foundations(
      settings: settings, effects: effects, logger: logger, folder: folder, address: address, store: store,
      blobs: try openBlobs(settings, folder, outbound.outbound, effects), keys: keys, outbound: outbound,
      door: AddressDoor(rules: outgoing.rules), certificate: certificate)
  }

  private static func openStore(
    _ settings: Settings, _ folder: DataFolder, _ effects: Effects, _ logger: Logger
  ) throws -> any Store {
    switch settings.database {
    case .sqlite: try SQLiteStore(path: folder.database)
    case .postgres(let url, let connections):
      PostgresStore(uri: url, maximumConnections: connections, effects: effects, logger: logger)
    }
  }

  private static func openBlobs(
    _ settings: Settings, _ folder: DataFolder, _ outbound: Outbound, _ effects: Effects
  ) throws -> any BlobStore {
    let space = SpaceGuard(path: folder.path, reserve: settings.blobReserve)
    switch settings.blobs {
    case .disk:
      return DiskBlobStore(
        root: folder.blobs, space: space, effects: effects)
    case .s3(let url, let accessKey, let secretKey):
      return S3BlobStore(
        location: try S3Address.location(url),
        credentials: S3Credentials(accessKeyID: accessKey, secretAccessKey: secretKey), outbound: outbound,
        copies: LocalCopies(folder: folder.scratch, space: space, effects: effects), effects: effects)
    }
  }

  private static func certificate(
    _ settings: Settings, _ folder: DataFolder, _ address: PublicAddress, _ effects: Effects
  ) throws -> ServerCertificate? {
    switch settings.tls {
    case .off: return nil
    case .file(let certificate, let key): return try ServerCertificate.load(certificate: certificate, key: key)
    case .own:
      let own = OwnCertificate(folder: folder.path)
      if !own.exists { try own.make(hosts: [address.host], now: effects.now()) }
      return try ServerCertificate.load(certificate: own.certificatePath, key: own.keyPath)
    }
  }

  /// Connections may point at this very server, as the demo's do: it is reachable, and its own certificate trusted.
  private static func outboundSettings(
    _ settings: Settings, _ folder: DataFolder, _ address: PublicAddress, hasCertificate: Bool
  ) throws -> OutboundSettings {
    var trusted = settings.egress.trustFile.map { [$0] } ?? []
    if hasCertificate, case .own = settings.tls { trusted.append(OwnCertificate(folder: folder.path).certificatePath) }
    return OutboundSettings(
      rules: AddressRules(allowing: try allowed(settings, address)),
      trustedCertificates: trusted, userAgent: "Weir/\(WeirVersion.current)")
  }

  private static func allowed(_ settings: Settings, _ address: PublicAddress) throws(SettingsError) -> [AllowedAddress]
  {
    var allowed = [AllowedAddress(address.authority)].compactMap(\.self)
    for text in settings.egress.allowed {
      guard let entry = AllowedAddress(text) else {
        throw .wrong(name: SettingKey.egressAllow.rawValue, value: text, accepted: SettingKey.egressAllow.accepted)
      }
      allowed.append(entry)
    }
    return allowed
  }
}

extension Foundations {
  /// Encrypts what rests in the database.
  package var vault: Vault { keys.vault }

  /// Whether browsers know who vouches for the certificate, so that they can be told to insist on it.
  package var hasTrustedCertificate: Bool {
    if case .file = settings.tls { certificate != nil } else { false }
  }

  /// Asks the blob store something, to know that it answers.
  package func pingBlobs() async throws {
    _ = try await blobs.info(ContentHash(digest: [UInt8](repeating: 0, count: 32)))
  }

  /// Lets go of connections and files.
  package func close() async {
    try? await outbound.shutdown()
  }
}
