internal import Configuration
internal import Core
import Egress
import Foundation
import HTTPAPI
internal import Logging
internal import SystemPackage
internal import Yams

/// Puts the settings together: the command line above the environment above a file above the fallbacks.
package struct SettingsLoader {
  private let environment: [String: String]

  /// - Parameter environment: the process's, but for tests.
  package init(environment: [String: String]) {
    self.environment = environment
  }

  /// - Parameters:
  ///   - file: the path of a YAML file, if there is one.
  ///   - overrides: what the command line says, by setting.
  /// - Throws: ``SettingsError`` for the first thing that is wrong.
  package func load(file: String?, overrides: [SettingKey: String] = [:]) async throws -> Settings {
    try refuseUnknownEnvironment()
    let flags = overrides.map { (AbsoluteConfigKey($0.key), ConfigValue(.string($0.value), isSecret: $0.key.isSecret)) }
    var providers: [any ConfigProvider] = [
      InMemoryProvider(values: Dictionary(uniqueKeysWithValues: flags)),
      EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "weir"),
    ]
    if let file {
      try refuseUnknownNames(inFile: file)
      do {
        providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
      } catch {
        throw SettingsError.unreadableFile(path: file, reason: "\(error)")
      }
    }
    return try Self.settings(from: SettingsReader(ConfigReader(providers: providers)))
  }

  private static func settings(from reader: SettingsReader) throws(SettingsError) -> Settings {
    Settings(
      dataFolder: try reader.required(.dataFolder) { $0 },
      http: Settings.HTTP(
        host: try reader.required(.httpHost) { $0.contains(" ") || $0.contains("/") ? nil : $0 },
        port: try reader.number(.httpPort, in: 0...65535),
        publicURL: try reader.optional(.httpPublicURL, publicURL),
        allowsPlain: try reader.flag(.httpAllowPlain),
        trustedProxies: try networks(.httpTrustedProxies, from: reader),
        forwardedHeader: try reader.required(.httpForwardedHeader) { ForwardedHeader(rawValue: $0.lowercased()) }),
      tls: try tls(from: reader),
      database: try database(from: reader),
      blobs: try blobs(from: reader),
      blobReserve: try reader.size(.blobsReserve),
      masterKeys: try masterKeys(from: reader),
      allowsPasswordGrant: try reader.flag(.identityPasswordGrant),
      tokenSeconds: try reader.number(.identityTokenSeconds, in: 60...86400),
      mediaValetSubscriptionKey: try reader.optional(.mediaValetSubscriptionKey) { Secret($0) },
      folderRoots: try folderRoots(from: reader),
      egress: Settings.Egress(
        allowed: reader.list(.egressAllow),
        trustFile: try reader.optional(.egressTrust, readableFile)),
      media: Settings.Media(
        workers: try reader.number(.mediaWorkers, in: 1...64),
        memory: try reader.size(.mediaMemory, atLeast: 256_000_000),
        megapixels: try reader.number(.mediaMegapixels, in: 1...10000)),
      flowConcurrency: try reader.number(.flowsConcurrency, in: 1...1000),
      workLease: try reader.number(.workLease, in: 2...600),
      metrics: Settings.Metrics(
        allowed: try networks(.metricsAllow, from: reader),
        token: try reader.optional(.metricsToken) { $0.isEmpty ? nil : Secret($0) }),
      keeps: Settings.Keeping(
        days: try reader.number(.flowsKeepDays, in: 0...36500), bytes: try reader.size(.flowsKeepSize)),
      mail: try mail(from: reader),
      log: Settings.Log(
        level: try reader.required(.logLevel) { Logger.Level(rawValue: $0.lowercased()) },
        isJSON: try reader.required(.logFormat) { ["text": false, "json": true][$0.lowercased()] }),
      pageFiles: try reader.optional(.debugPageFiles) {
        FileManager.default.fileExists(atPath: $0 + "/templates") ? $0 : nil
      })
  }

  private static func tls(from reader: SettingsReader) throws(SettingsError) -> Settings.TLS {
    switch reader.text(.tlsMode)?.lowercased() {
    case "own": return .own
    case "off": return .off
    case "file":
      let reason = "tls.mode is file"
      return .file(
        certificate: try reader.required(.tlsCertificate, because: reason, readableFile),
        key: try reader.required(.tlsKey, because: reason, readableFile))
    default:
      return try reader.required(.tlsMode) { _ in nil }
    }
  }

  private static func database(from reader: SettingsReader) throws(SettingsError) -> Settings.Database {
    let url = try reader.optional(.databaseURL) { text in
      text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") ? Secret(text) : nil
    }
    guard let url else { return .sqlite }
    return .postgres(url: url, connections: try reader.number(.databaseConnections, in: 2...500))
  }

  private static func blobs(from reader: SettingsReader) throws(SettingsError) -> Settings.BlobPlace {
    guard let url = try reader.optional(.blobsURL, { $0.hasPrefix("s3://") ? $0 : nil }) else { return .disk }
    let reason = "blobs.url names an S3-compatible store"
    return .s3(
      url: url,
      accessKey: try reader.required(.blobsAccessKey, because: reason) { $0 },
      secretKey: try reader.required(.blobsSecretKey, because: reason) { Secret($0) })
  }

  /// One way at a time: with two, nobody could say which key is missing.
  private static func masterKeys(from reader: SettingsReader) throws(SettingsError) -> Settings.MasterKeys {
    let keys = reader.list(.vaultKey)
    let file = try reader.optional(.vaultKeyFile) { $0 }
    let command = reader.words(.vaultKeyCommand)
    for key in keys where Data(base64Encoded: key)?.count != 32 {
      throw .wrong(name: SettingKey.vaultKey.rawValue, value: "•••", accepted: SettingKey.vaultKey.accepted)
    }
    switch (keys.isEmpty, file, command.isEmpty) {
    case (true, _, true): return .file(file)
    case (false, nil, true): return .given(keys.map { Secret($0) })
    case (true, nil, false): return .command(command)
    default:
      let name = command.isEmpty ? SettingKey.vaultKeyFile : .vaultKeyCommand
      throw .wrong(name: name.rawValue, value: "set beside another source of keys", accepted: "its place alone")
    }
  }

  /// The folder connector calls a root by the last part of its path: two of one name couldn't be told apart.
  private static func folderRoots(from reader: SettingsReader) throws(SettingsError) -> [String] {
    let roots = reader.list(.foldersRoots)
    var names: Set<String> = []
    for root in roots where !names.insert(URL(fileURLWithPath: root).lastPathComponent).inserted {
      throw .wrong(name: SettingKey.foldersRoots.rawValue, value: root, accepted: SettingKey.foldersRoots.accepted)
    }
    return roots
  }

  /// Addresses and networks; a name would have to be looked up for every request.
  private static func networks(
    _ key: SettingKey, from reader: SettingsReader
  ) throws(SettingsError) -> [AllowedAddress] {
    var networks: [AllowedAddress] = []
    for text in reader.list(key) {
      guard let entry = AllowedAddress(text), case .network = entry.target, entry.port == nil else {
        throw .wrong(name: key.rawValue, value: text, accepted: key.accepted)
      }
      networks.append(entry)
    }
    return networks
  }

  private static func mail(from reader: SettingsReader) throws(SettingsError) -> Settings.Mail? {
    guard let server = try reader.optional(.mailURL, { MailServer(url: $0) }) else { return nil }
    return Settings.Mail(
      server: server, from: try reader.required(.mailFrom, because: "mail.url is set") { $0.contains("@") ? $0 : nil })
  }

  private static func publicURL(_ text: String) -> String? {
    guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host != nil,
      url.query == nil, ["", "/"].contains(url.path)
    else { return nil }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  private static func readableFile(_ path: String) -> String? {
    FileManager.default.isReadableFile(atPath: path) ? path : nil
  }

  // MARK: Names that nobody knows

  /// Variables of the build and of the tests share the prefix.
  private static let foreignPrefixes = ["WEIR_TEST_", "WEIR_WARNINGS_AS_ERRORS", "WEIR_SETTINGS"]

  private func refuseUnknownEnvironment() throws(SettingsError) {
    let known = SettingKey.allCases.map(\.environmentName)
    for name in environment.keys.sorted() where name.hasPrefix("WEIR_") {
      if known.contains(name) || Self.foreignPrefixes.contains(where: name.hasPrefix) { continue }
      throw .unknown(name: name, origin: "the environment", similar: Self.nearest(to: name, in: known))
    }
  }

  private func refuseUnknownNames(inFile path: String) throws(SettingsError) {
    let names: [String]
    do {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      names = try Yams.compose(yaml: text).map { Self.names(in: $0, below: "") } ?? []
    } catch let error as YamlError {
      throw .unreadableFile(path: path, reason: "\(error)")
    } catch {
      throw .unreadableFile(path: path, reason: "it can't be read")
    }
    let known = SettingKey.allCases.map(\.rawValue)
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw .unknown(name: unknown, origin: path, similar: Self.nearest(to: unknown, in: known))
    }
  }

  private static func names(in node: Node, below prefix: String) -> [String] {
    guard case .mapping(let mapping) = node else { return [prefix] }
    return mapping.flatMap { pair in
      names(in: pair.value, below: prefix.isEmpty ? pair.key.string ?? "?" : prefix + "." + (pair.key.string ?? "?"))
    }
  }

  /// The known name with the fewest differing letters, when they are few enough to be a slip.
  private static func nearest(to name: String, in known: [String]) -> String? {
    let ranked = known.map { (name: $0, distance: EditDistance.between($0.lowercased(), name.lowercased())) }
    return ranked.min { $0.distance < $1.distance }.flatMap { $0.distance <= 4 ? $0.name : nil }
  }
}

extension AbsoluteConfigKey {
  fileprivate init(_ key: SettingKey) {
    self.init(ConfigKey(key.rawValue))
  }
}
