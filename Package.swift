// swift-tools-version: 6.2
import PackageDescription

// The rooms of Weir and the arrows between them. Arrows point down only: a target may name what stands above it in
// this file, never what stands below. `docs/architecture.md` says what each room is for.

let glibHeaders = [
  "-I/usr/include/glib-2.0", "-I/usr/lib/x86_64-linux-gnu/glib-2.0/include",
  "-I/usr/lib/aarch64-linux-gnu/glib-2.0/include",
]

let package = Package(
  name: "weir",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "weir", targets: ["weir"]),
    .library(name: "MediaValetClient", targets: ["MediaValetClient"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["JSON", "YAML"]),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    // Pinned: GRDB's Linux build is not tested upstream, so a new version is a decision, not an update.
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // MARK: C libraries and embedded files
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    // Not through pkg-config: SwiftPM warns at flags that the .pc files of GLib carry.
    .target(name: "CVips", cSettings: [.unsafeFlags(glibHeaders)]),
    .target(name: "CJQ", linkerSettings: [.linkedLibrary("jq")]),
    .target(name: "CFileStatus"),
    .target(name: "CSandbox"),
    .target(name: "CSSH", linkerSettings: [.linkedLibrary("ssh2")]),
    .target(name: "CDigest", linkerSettings: [.linkedLibrary("crypto")]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CAssets",
      exclude: ["icons", "scripts", "styles", "templates"],
      cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),

    // MARK: Foundations
    .target(name: "Core", dependencies: [.nioCore, .orderedCollections]),
    .target(name: "Persistence", dependencies: ["Core"]),
    .target(name: "PersistenceSQLite", dependencies: ["Persistence", .grdb, .sqlite]),
    .target(name: "PersistencePostgres", dependencies: ["Persistence", "CPostgres", .log]),
    .target(name: "Blobs", dependencies: ["Core", .crypto, .nioCore, .nioFileSystem]),
    .target(
      name: "Egress",
      dependencies: [
        "Core", .asyncHTTPClient, .crypto, .httpTypes, .log, .nioCore, .nioHTTP1, .nioPosix, .nioSSL,
        .serviceLifecycle,
      ]),
    .target(name: "BlobsS3", dependencies: ["Blobs", "Egress", .crypto, .httpTypes, .nioCore]),

    // MARK: Features
    .target(
      name: "Identity", dependencies: ["CCrypto", "Persistence", .asn1, .crypto, .cryptoExtras, .jwtKit, .log, .x509]),
    .target(
      name: "Media",
      dependencies: ["Core", "CSandbox", "CVips", .log, .nioCore, .serviceLifecycle, .subprocess]),
    .target(
      name: "Library",
      dependencies: ["Blobs", "Identity", "Media", "Persistence", .crypto, .log, .nioCore, .serviceLifecycle]),
    .target(
      name: "Connections",
      dependencies: [
        "Egress", "Identity", "Persistence", .crypto, .httpTypes, .log, .nioCore, .serviceLifecycle,
      ]),
    .target(
      name: "MediaValetClient", dependencies: ["Core", .crypto, .httpTypes]),
    .target(
      name: "Connectors",
      dependencies: [
        "Blobs", "CAssets", "CDigest", "CExpat", "CFileStatus", "CSSH", "Connections", "Egress", "Identity",
        "MediaValetClient", "Persistence", .crypto, .httpTypes, .nioCore, .nioPosix, .yams,
      ]),
    .target(
      name: "Sources",
      dependencies: [
        "Blobs", "Connections", "Connectors", "Identity", "Library", "Persistence", .crypto, .log, .nioCore,
        .serviceLifecycle,
      ]),
    .target(
      name: "FileSteps",
      dependencies: [
        "Blobs", "CZlib", "Connectors", "Egress", "Media", .crypto, .httpTypes, .nioCore, .nioPosix,
      ]),
    .target(
      name: "Flows",
      dependencies: [
        "Blobs",
        "CJQ", "CSandbox", "Identity", "Persistence", .crypto, .log, .metrics, .nioCore, .serviceLifecycle, .yams,
      ]),

    // MARK: Surfaces
    .target(
      name: "HTTPAPI",
      dependencies: [
        "Blobs", "Connections", "Connectors", "Flows", "Identity", "Library", "Persistence", "Sources", .crypto,
        .httpTypes, .hummingbird, .log,
        .metrics, .nioCore, .serviceLifecycle,
      ]),
    .target(
      name: "WebUI",
      dependencies: [
        "CAssets", "Connections", "Connectors", "Flows", "HTTPAPI", "Identity", "Library", "Sources", .httpTypes,
        .hummingbird, .log, .mustache, .nioCore,
      ]),

    // MARK: The program
    .target(
      name: "AppServer",
      dependencies: [
        "Blobs", "BlobsS3", "CSandbox", "Connections", "Connectors", "Egress", "FileSteps", "Flows", "HTTPAPI",
        "Identity", "Library", "Media", "Persistence", "PersistencePostgres", "PersistenceSQLite", "Sources", "WebUI",
        .asn1,
        .configuration, .crypto, .hummingbird, .hummingbirdCore, .hummingbirdHTTP2, .hummingbirdTLS, .log, .metrics,
        .nioSSL, .serviceLifecycle, .subprocess, .systemPackage, .unixSignals, .x509, .yams,
      ]),
    .target(name: "Commands", dependencies: ["AppServer", "Flows", "Media", "Sources", .argumentParser, .log]),
    .executableTarget(name: "weir", dependencies: ["Commands", .argumentParser]),

    // MARK: Tests
    .target(
      name: "TestSupport",
      dependencies: ["Core", "Persistence", "PersistencePostgres", "PersistenceSQLite", .log],
      path: "Tests/TestSupport"),
    .testTarget(name: "CoreTests", dependencies: ["Core", "TestSupport", .nioCore]),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "Blobs", "BlobsS3", "Connectors", "Core", "Egress", "Persistence", "PersistencePostgres", "PersistenceSQLite",
        "TestSupport",
        .log, .nioCore,
      ]),
    .testTarget(name: "BlobsTests", dependencies: ["Blobs", "BlobsS3", "Core", "Egress", "TestSupport", .nioCore]),
    .testTarget(
      name: "EgressTests",
      dependencies: [
        "Core", "Egress", "TestSupport", .asn1, .crypto, .httpTypes, .log, .nioCore, .nioHTTP1, .nioPosix, .nioSSL,
        .serviceLifecycle,
        .x509,
      ]),
    .testTarget(name: "IdentityTests", dependencies: ["Identity", "TestSupport"]),
    .testTarget(name: "MediaTests", dependencies: ["Media", "TestSupport", .log, .serviceLifecycle]),
    .testTarget(name: "LibraryTests", dependencies: ["Library", "TestSupport"]),
    .testTarget(
      name: "ConnectionsTests",
      dependencies: [
        "Connections", "Core", "Egress", "Identity", "Persistence", "TestSupport", .crypto, .httpTypes, .hummingbird,
        .log,
        .nioCore,
      ]),
    .testTarget(
      name: "ConnectorsTests",
      dependencies: [
        "Blobs", "Connections", "Connectors", "Egress", "Identity", "MediaValetClient", "TestSupport", .crypto,
        .httpTypes, .hummingbird, .log, .nioCore, .yams,
      ]),
    .testTarget(
      name: "SourcesTests",
      dependencies: [
        "Blobs", "Connections", "Connectors", "Core", "Identity", "Library", "Persistence", "Sources", "TestSupport",
        .httpTypes, .log, .nioCore,
      ]),
    .testTarget(
      name: "FileStepsTests",
      dependencies: [
        "Blobs", "BlobsS3", "Connectors", "Core", "Egress", "FileSteps", "Media", "TestSupport", .crypto,
        .httpTypes, .log, .nioCore, .serviceLifecycle,
      ]),
    .testTarget(
      name: "FlowsTests", dependencies: ["Blobs", "Flows", "TestSupport", .crypto, .log, .serviceLifecycle]),
    .testTarget(
      name: "HTTPAPITests",
      dependencies: [
        "Blobs", "Connections", "Egress", "Flows", "HTTPAPI", "Identity", "Library", "Media", "TestSupport",
        .httpTypes, .hummingbird,
        .hummingbirdTesting, .log, .metrics, .nioCore,
      ]),
    .testTarget(name: "WebUITests", dependencies: ["TestSupport", "WebUI", .hummingbirdTesting]),
    .testTarget(name: "AppServerTests", dependencies: ["AppServer", "TestSupport", .hummingbirdTesting]),
  ],
  swiftLanguageModes: [.v6]
)

extension Target.Dependency {
  static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
  static let asn1 = product(name: "SwiftASN1", package: "swift-asn1")
  static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
  static let configuration = product(name: "Configuration", package: "swift-configuration")
  static let crypto = product(name: "Crypto", package: "swift-crypto")
  static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
  static let grdb = product(name: "GRDB", package: "GRDB.swift")
  static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
  static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
  static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
  static let hummingbirdHTTP2 = product(name: "HummingbirdHTTP2", package: "hummingbird")
  static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
  static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
  static let jwtKit = product(name: "JWTKit", package: "jwt-kit")
  static let log = product(name: "Logging", package: "swift-log")
  static let metrics = product(name: "Metrics", package: "swift-metrics")
  static let mustache = product(name: "Mustache", package: "swift-mustache")
  static let nioCore = product(name: "NIOCore", package: "swift-nio")
  static let nioFileSystem = product(name: "_NIOFileSystem", package: "swift-nio")
  static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
  static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
  static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
  static let orderedCollections = product(name: "OrderedCollections", package: "swift-collections")
  static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
  static let sqlite = product(name: "GRDBSQLite", package: "GRDB.swift")
  static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
  static let systemPackage = product(name: "SystemPackage", package: "swift-system")
  static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
  static let x509 = product(name: "X509", package: "swift-certificates")
  static let yams = product(name: "Yams", package: "Yams")
}

// Misspelt feature names pass in silence: check a new one against `swiftc -print-supported-features`.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
  ]
  // A newer compiler's new warning must not break a user's build, so warnings are errors only where asked for.
  if Context.environment["WEIR_WARNINGS_AS_ERRORS"] == "1" {
    target.swiftSettings?.append(.treatAllWarnings(as: .error))
  }
}
