import AppServer
import Core
import Foundation
import HTTPAPI
import TestSupport
import Testing

/// Settings: where they come from, and what is refused.
@Suite struct SettingsLoaderTests {
  private func load(
    _ environment: [String: String] = [:], file: String? = nil, overrides: [SettingKey: String] = [:]
  ) async throws -> Settings {
    try await SettingsLoader(environment: environment).load(file: file, overrides: overrides)
  }

  private func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let path = folder.path + "/weir.yaml"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try await body(path)
  }

  @Test func withoutAnySettingEverythingHasAValue() async throws {
    let settings = try await load()
    #expect(settings.http.port == 8443)
    #expect(settings.http.host == "127.0.0.1")
    #expect(settings.folderRoots.isEmpty)
    #expect(!settings.allowsPasswordGrant)
    guard case .sqlite = settings.database, case .disk = settings.blobs, case .own = settings.tls else {
      Issue.record("not the usual engines")
      return
    }
  }

  @Test func theCommandLineStandsAboveTheEnvironmentAboveTheFile() async throws {
    try await withFile("http: { port: 1000, host: 10.0.0.1 }\nflows:\n  concurrency: 5\n") { path in
      let settings = try await load(
        ["WEIR_HTTP_PORT": "2000", "WEIR_HTTP_HOST": "10.0.0.2"], file: path, overrides: [.httpPort: "3000"])
      #expect(settings.http.port == 3000)
      #expect(settings.http.host == "10.0.0.2")
      #expect(settings.flowConcurrency == 5)
    }
  }

  @Test func listsAreCommasInTheEnvironmentAndListsInAFile() async throws {
    #expect(try await load(["WEIR_FOLDERS_ROOTS": "/a, /b"]).folderRoots == ["/a", "/b"])
    try await withFile("folders:\n  roots: [/c, /d]\n") { path in
      let settings = try await load(file: path)
      #expect(settings.folderRoots == ["/c", "/d"])
    }
  }

  @Test func anUnknownVariableIsRefusedWithTheOneThatWasMeant() async throws {
    await #expect(
      throws: SettingsError.unknown(
        name: "WEIR_HTTP_PROT", origin: "the environment", similar: "WEIR_HTTP_PORT")
    ) { try await load(["WEIR_HTTP_PROT": "1"]) }
  }

  @Test func anUnknownNameInAFileIsRefusedWithItsPath() async throws {
    try await withFile("http:\n  prot: 1\n") { path in
      await #expect(throws: SettingsError.unknown(name: "http.prot", origin: path, similar: "http.port")) {
        try await load(file: path)
      }
    }
  }

  @Test(arguments: [
    (SettingKey.httpPort, "many"), (.httpPort, "65536"), (.httpPort, "-1"), (.httpAllowPlain, "maybe"),
    (.tlsMode, "half"), (.databaseURL, "mysql://host"), (.blobsReserve, "5 XB"), (.blobsReserve, "lots"),
    (.mediaMemory, "1MB"), (.identityTokenSeconds, "5"), (.logLevel, "loud"), (.logFormat, "xml"),
    (.httpPublicURL, "example.com"), (.httpPublicURL, "https://example.com/path"), (.flowsConcurrency, "0"),
    (.workLease, "1"),
  ])
  func aWrongValueIsRefusedWithWhatIsAccepted(key: SettingKey, value: String) async throws {
    let shown = key.isSecret ? "•••" : value
    await #expect(throws: SettingsError.wrong(name: key.rawValue, value: shown, accepted: key.accepted)) {
      try await load([key.environmentName: value])
    }
  }

  @Test func aSecretIsNeverShownInAnError() async throws {
    let error = await #expect(throws: SettingsError.self) { try await load(["WEIR_VAULT_KEY": "not base64!"]) }
    #expect(error?.description.contains("not base64!") == false)
  }

  @Test func masterKeysComeFromOnePlace() async throws {
    let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    guard case .file(nil) = try await load([:]).masterKeys else { throw Unexpected(what: "the data folder's file") }
    guard case .given(let keys) = try await load(["WEIR_VAULT_KEY": "\(key), \(key)"]).masterKeys else {
      throw Unexpected(what: "two keys")
    }
    #expect(keys.map(\.revealed) == [key, key])
    guard case .command(let words) = try await load(["WEIR_VAULT_KEY_COMMAND": "/usr/bin/pass show weir"]).masterKeys
    else { throw Unexpected(what: "a command") }
    #expect(words == ["/usr/bin/pass", "show", "weir"])
    try await withFile("vault:\n  key:\n    command: [/usr/bin/pass, \"show it\"]\n") { path in
      guard case .command(let words) = try await load(file: path).masterKeys else {
        throw Unexpected(what: "a command in a file")
      }
      #expect(words == ["/usr/bin/pass", "show it"])
    }
    let both = ["WEIR_VAULT_KEY": key, "WEIR_VAULT_KEY_COMMAND": "/bin/true"]
    await #expect(throws: SettingsError.self) { try await load(both) }
    await #expect(throws: SettingsError.self) { try await load(["WEIR_VAULT_KEY": key, "WEIR_VAULT_KEY_FILE": "/x"]) }
  }

  @Test func anS3StoreNeedsItsKeys() async throws {
    let error = await #expect(throws: SettingsError.self) { try await load(["WEIR_BLOBS_URL": "s3://bucket"]) }
    #expect(error?.code == "missing_setting")
  }

  @Test func sizesAreReadInPowersOfAThousand() async throws {
    let settings = try await load(["WEIR_BLOBS_RESERVE": "2GB"])
    #expect(settings.blobReserve == 2_000_000_000)
  }

  @Test func everyNameInTheEnvironmentIsItsOwn() {
    #expect(Set(SettingKey.allCases.map(\.environmentName)).count == SettingKey.allCases.count)
  }

  @Test func aFileThatIsNoYAMLIsRefused() async throws {
    try await withFile("http: [") { path in
      let error = await #expect(throws: SettingsError.self) { try await load(file: path) }
      #expect(error?.code == "unreadable_settings_file")
    }
  }

  @Test func twoFoldersOfOneNameAreRefused() async throws {
    await #expect(
      throws: SettingsError.wrong(
        name: "folders.roots", value: "/b/photos/", accepted: SettingKey.foldersRoots.accepted)
    ) { try await load(["WEIR_FOLDERS_ROOTS": "/a/photos,/b/photos/"]) }
  }

  @Test(arguments: ["WEIR_HTTP_TRUSTED_PROXIES", "WEIR_METRICS_ALLOW"])
  func namesAndPortsAreNoNetworks(variable: String) async throws {
    for value in ["proxy.example", "10.0.0.1:80", "10.0.0.0/33"] {
      await #expect(throws: SettingsError.self) { try await load([variable: "10.0.0.1," + value]) }
    }
    #expect(try await load([variable: "10.0.0.0/8, ::1"]).http.forwardedHeader == .xForwardedFor)
  }

  @Test func metricsAreForThisMachineUntilSomebodySaysOtherwise() async throws {
    let metrics = try await load().metrics
    #expect(metrics.allowed.count == 2 && metrics.token == nil)
  }
}

private struct Unexpected: Error {
  let what: String
}
