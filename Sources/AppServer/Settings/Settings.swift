package import Core
package import Egress
package import HTTPAPI
package import Logging

/// Everything a person can decide about a running Weir, read once at start.
package struct Settings: Sendable {
  package var dataFolder: String
  package var http: HTTP
  package var tls: TLS
  package var database: Database
  package var blobs: BlobPlace
  /// Bytes to leave free on the disk.
  package var blobReserve: Int64
  package var masterKeys: MasterKeys
  package var allowsPasswordGrant: Bool
  package var tokenSeconds: Int
  package var mediaValetSubscriptionKey: Secret?
  /// Folders that the folder connector may touch.
  package var folderRoots: [String]
  package var egress: Egress
  package var media: Media
  /// How many runs go on at once.
  package var flowConcurrency: Int
  /// How long runs and files stay with a server that says nothing more, in seconds.
  package var workLease: Int
  package var metrics: Metrics
  /// How long the process log is kept, where a flow says nothing else.
  package var keeps: Keeping
  /// How mails are sent; `nil` sends none.
  package var mail: Mail?
  package var log: Log
  /// A folder to read the pages' files from at every use; `nil` takes those built in.
  package var pageFiles: String?

  package struct HTTP: Sendable {
    package var host: String
    package var port: Int
    /// Without a slash at the end; `nil` is what host and port say.
    package var publicURL: String?
    package var allowsPlain: Bool
    /// Who is believed when it says for whom it asks.
    package var trustedProxies: [AllowedAddress]
    package var forwardedHeader: ForwardedHeader
  }

  package enum TLS: Sendable {
    /// A certificate made at the first start, kept in the data folder.
    case own
    case file(certificate: String, key: String)
    case off
  }

  package enum Database: Sendable {
    case sqlite
    case postgres(url: Secret, connections: Int)
  }

  package enum BlobPlace: Sendable {
    case disk
    case s3(url: String, accessKey: String, secretKey: Secret)
  }

  /// Where the vault's master keys come from.
  package enum MasterKeys: Sendable {
    /// A file; the one in the data folder without a path.
    case file(String?)
    /// The settings themselves; the first seals.
    case given([Secret])
    /// A program, with its arguments.
    case command([String])
  }

  package struct Egress: Sendable {
    /// Private addresses that may be reached all the same, as `host:port` or networks.
    package var allowed: [String]
    /// A PEM file of further authorities.
    package var trustFile: String?
  }

  package struct Media: Sendable {
    package var workers: Int
    /// Bytes one worker may use.
    package var memory: Int64
    package var megapixels: Int
  }

  package struct Metrics: Sendable {
    /// Who reads them without the token.
    package var allowed: [AllowedAddress]
    package var token: Secret?
  }

  package struct Keeping: Sendable {
    package var days: Int
    /// Per flow.
    package var bytes: Int64
  }

  package struct Mail: Sendable {
    package var server: MailServer
    package var from: String
  }

  package struct Log: Sendable {
    package var level: Logger.Level
    package var isJSON: Bool
  }
}
