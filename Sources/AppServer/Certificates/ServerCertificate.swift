package import Core
import Crypto
package import Foundation
package import NIOSSL

/// The certificate this server shows, and what a person compares to be sure of it.
package struct ServerCertificate: Sendable {
  package let chain: [NIOSSLCertificate]
  package let privateKey: NIOSSLPrivateKey
  /// SHA-256 of the certificate, as browsers show it: pairs of hexadecimal digits with colons.
  package let fingerprint: String
  package let expiresAt: Date
  /// Where the certificate lies, for clients that are to trust it.
  package let path: String

  /// Reads a chain and its key.
  /// - Throws: ``CertificateError`` when either can't be read or they don't belong together.
  package static func load(certificate: String, key: String) throws -> ServerCertificate {
    let chain: [NIOSSLCertificate]
    let privateKey: NIOSSLPrivateKey
    do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
      throw CertificateError.unreadable(path: certificate, what: "a certificate in PEM form")
    }
    do { privateKey = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
      throw CertificateError.unreadable(path: key, what: "a private key in PEM form")
    }
    guard let leaf = chain.first else {
      throw CertificateError.unreadable(path: certificate, what: "a certificate in PEM form")
    }
    let digest = SHA256.hash(data: try leaf.toDERBytes())
    let pairs = digest.map { String(format: "%02X", $0) }
    return ServerCertificate(
      chain: chain, privateKey: privateKey, fingerprint: pairs.joined(separator: ":"),
      expiresAt: Date(timeIntervalSince1970: Double(leaf.notValidAfter)), path: certificate)
  }

  /// How the listener is set up: TLS 1.2 and 1.3.
  package var tlsConfiguration: TLSConfiguration {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    return configuration
  }
}

/// Why a certificate can't be used.
package enum CertificateError: CodedError, Equatable {
  case unreadable(path: String, what: String)

  package var code: String { "certificate_unreadable" }
  package var category: ErrorCategory { .invalid }
  package var message: String {
    switch self {
    case .unreadable(let path, let what): "\(path) is not \(what), or can't be read."
    }
  }
  package var advice: String? { "Check tls.certificate and tls.key, or set tls.mode to own." }
}
