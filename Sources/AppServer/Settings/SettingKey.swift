/// Every setting that Weir knows. What isn't here is refused, so that a misspelt name never passes in silence.
///
/// The raw value is the name in a settings file (`http: { port: 8443 }`); the name in the environment is
/// ``environmentName``.
package enum SettingKey: String, CaseIterable, Sendable {
  case dataFolder = "data.folder"
  case httpHost = "http.host"
  case httpPort = "http.port"
  case httpPublicURL = "http.publicUrl"
  case httpAllowPlain = "http.allowPlain"
  case httpTrustedProxies = "http.trustedProxies"
  case httpForwardedHeader = "http.forwardedHeader"
  case tlsMode = "tls.mode"
  case tlsCertificate = "tls.certificate"
  case tlsKey = "tls.key"
  case databaseURL = "database.url"
  case databaseConnections = "database.connections"
  case blobsURL = "blobs.url"
  case blobsAccessKey = "blobs.accessKey"
  case blobsSecretKey = "blobs.secretKey"
  case blobsReserve = "blobs.reserve"
  case vaultKey = "vault.key"
  case vaultKeyFile = "vault.key.file"
  case vaultKeyCommand = "vault.key.command"
  case identityPasswordGrant = "identity.passwordGrant"
  case identityTokenSeconds = "identity.tokenSeconds"
  case mediaValetSubscriptionKey = "mediavalet.subscriptionKey"
  case foldersRoots = "folders.roots"
  case egressAllow = "egress.allow"
  case egressTrust = "egress.trust"
  case mediaWorkers = "media.workers"
  case mediaMemory = "media.memory"
  case mediaMegapixels = "media.megapixels"
  case flowsConcurrency = "flows.concurrency"
  case workLease = "work.lease"
  case metricsAllow = "metrics.allow"
  case metricsToken = "metrics.token"
  case flowsKeepDays = "flows.keepDays"
  case flowsKeepSize = "flows.keepSize"
  case mailURL = "mail.url"
  case mailFrom = "mail.from"
  case logLevel = "log.level"
  case logFormat = "log.format"
  case debugPageFiles = "debug.pageFiles"

  /// The name in the environment, as `WEIR_HTTP_PORT`.
  package var environmentName: String {
    var name = "WEIR_"
    for character in rawValue {
      if character == "." {
        name.append("_")
      } else if character.isUppercase {
        name.append("_")
        name.append(character)
      } else {
        name.append(character.uppercased())
      }
    }
    return name
  }

  /// Whether the value must never be shown.
  package var isSecret: Bool {
    switch self {
    case .vaultKey, .blobsSecretKey, .mediaValetSubscriptionKey, .databaseURL, .metricsToken, .mailURL: true
    default: false
    }
  }

  /// One line for people: what the setting does.
  package var summary: String {
    switch self {
    case .dataFolder: "Where the database, the originals and the keys live."
    case .httpHost: "The address to listen on."
    case .httpPort: "The port to listen on; 0 takes a free one."
    case .httpPublicURL: "The address people and programs reach this server by, where it differs."
    case .httpAllowPlain: "Whether plain HTTP may be served beyond this machine, as behind a proxy that ends TLS."
    case .httpTrustedProxies:
      "Proxies that are believed when they say for whom they ask; sign-in throttling counts by it."
    case .httpForwardedHeader: "The header in which those proxies say it; the other one is never read."
    case .tlsMode: "Where the certificate comes from: made at first start (own), given (file), or no TLS (off)."
    case .tlsCertificate: "The certificate chain to serve, when tls.mode is file."
    case .tlsKey: "The private key of that certificate."
    case .databaseURL: "The database; without it SQLite in the data folder."
    case .databaseConnections: "How many connections to PostgreSQL to keep at most."
    case .blobsURL: "Where originals and renditions rest; without it the data folder."
    case .blobsAccessKey: "The access key of the S3-compatible store."
    case .blobsSecretKey: "The secret key of the S3-compatible store."
    case .blobsReserve: "How much space to leave free on the disk; uploads beyond it are refused."
    case .vaultKey: "The vault's master keys, the first of which seals; without any the data folder keeps one."
    case .vaultKeyFile: "A file with the vault's master keys, one a line, instead of the one in the data folder."
    case .vaultKeyCommand: "A program that writes the vault's master keys, one a line; it is run without a shell."
    case .identityPasswordGrant: "Whether programs may sign people in by user name and password, as older clients do."
    case .identityTokenSeconds: "How long an access token lives."
    case .mediaValetSubscriptionKey: "A subscription key that calls to the MediaValet API must carry."
    case .foldersRoots: "The folders that the folder connector may read and write; none without it."
    case .egressAllow: "Private addresses that connections may reach."
    case .egressTrust: "A file with further certificates to trust for outgoing calls."
    case .mediaWorkers: "How many files are looked at and rendered at once."
    case .mediaMemory: "How much memory one media worker may use."
    case .mediaMegapixels: "The largest picture that is rendered."
    case .flowsConcurrency: "How many runs go on at once."
    case .workLease:
      "How long other servers leave runs and files to one that gives no sign of life before they take them over."
    case .metricsAllow: "Who may read /metrics without a token."
    case .metricsToken: "A bearer token with which everybody else may read /metrics; nobody else may without it."
    case .flowsKeepDays: "For how many days after its end the log of a run is kept; flows may say otherwise."
    case .flowsKeepSize: "How much the logs of one flow's runs may take; the oldest go first. Flows may say otherwise."
    case .mailURL: "The server that mails of failures are handed to; without it none are sent."
    case .mailFrom: "The address that mails come from."
    case .logLevel: "How much to log."
    case .logFormat: "How log lines look: for people (text) or for programs (json)."
    case .debugPageFiles: "For designers: reads styles, scripts and templates from here instead of those built in."
    }
  }

  /// What values are accepted, to complete the sentence "It takes …".
  package var accepted: String {
    switch self {
    case .dataFolder: "the path of a folder"
    case .httpHost: "a host name or an address, such as 127.0.0.1 or 0.0.0.0"
    case .httpPort: "a number from 0 to 65535"
    case .httpPublicURL: "an address such as https://media.example.com"
    case .httpAllowPlain, .identityPasswordGrant: "true or false"
    case .httpTrustedProxies, .metricsAllow:
      "addresses or networks such as 10.0.0.0/8 or ::1, separated by commas in the environment, a list in a file"
    case .httpForwardedHeader: "x-forwarded-for or forwarded (RFC 7239)"
    case .tlsMode: "own, file or off"
    case .tlsCertificate, .tlsKey, .egressTrust: "the path of a PEM file that can be read"
    case .databaseURL: "an address such as postgres://user:password@host:5432/name"
    case .databaseConnections: "a number from 2 to 500"
    case .blobsURL: "an address such as s3://bucket/prefix?endpoint=https://host&region=us-east-1"
    case .blobsAccessKey, .blobsSecretKey, .mediaValetSubscriptionKey, .metricsToken: "a text that isn't empty"
    case .blobsReserve: "a size such as 500MB or 2GB"
    case .vaultKey: "32 bytes in base64; several with commas between"
    case .vaultKeyFile: "the path of a file that nobody else may read; it is made when it isn't there"
    case .vaultKeyCommand: "a program and its arguments: a list in a file, separated by spaces in the environment"
    case .identityTokenSeconds: "a number of seconds from 60 to 86400"
    case .foldersRoots:
      "paths of folders whose last parts differ, separated by commas in the environment, a list in a file"
    case .egressAllow: "host:port pairs or networks such as 10.0.0.0/8, separated by commas in the environment"
    case .mediaWorkers: "a number from 1 to 64"
    case .mediaMemory: "a size such as 2GB, 256MB at least"
    case .mediaMegapixels: "a number from 1 to 10000"
    case .flowsConcurrency: "a number from 1 to 1000"
    case .workLease: "a number of seconds from 2 to 600"
    case .flowsKeepDays: "a number from 0 to 36500"
    case .flowsKeepSize: "a size such as 500MB or 2GB"
    case .mailURL: "an address such as smtps://user:password@mail.example.com or smtp://mail.example.com:587"
    case .mailFrom: "an e-mail address such as Weir <weir@example.com>"
    case .logLevel: "trace, debug, info, notice, warning, error or critical"
    case .logFormat: "text or json"
    case .debugPageFiles: "the path of a checkout's Sources/CAssets"
    }
  }

  /// The value that holds when nobody sets another, as people would write it.
  package var fallback: String? {
    switch self {
    case .dataFolder: "weir-data"
    case .httpHost: "127.0.0.1"
    case .httpPort: "8443"
    case .httpAllowPlain: "false"
    case .tlsMode: "own"
    case .databaseConnections: "16"
    case .blobsReserve: "500MB"
    case .identityPasswordGrant: "false"
    case .identityTokenSeconds: "3600"
    case .foldersRoots, .egressAllow, .httpTrustedProxies: ""
    case .httpForwardedHeader: "x-forwarded-for"
    case .metricsAllow: "127.0.0.0/8,::1"
    case .mediaWorkers: "2"
    case .mediaMemory: "2GB"
    case .mediaMegapixels: "500"
    case .flowsConcurrency: "64"
    case .workLease: "30"
    case .flowsKeepDays: "30"
    case .flowsKeepSize: "1GB"
    case .logLevel: "info"
    case .logFormat: "text"
    case .httpPublicURL, .tlsCertificate, .tlsKey, .databaseURL, .blobsURL, .blobsAccessKey, .blobsSecretKey,
      .vaultKey, .vaultKeyFile, .vaultKeyCommand, .mediaValetSubscriptionKey, .egressTrust, .metricsToken,
      .debugPageFiles, .mailURL, .mailFrom:
      nil
    }
  }
}
