import Core
import Crypto
import Foundation
import SwiftASN1
import X509

/// The certificate that a first start makes for itself, kept in the data folder.
struct OwnCertificate {
  let certificatePath: String
  let keyPath: String

  init(folder: String) {
    certificatePath = folder + "/certificate.pem"
    keyPath = folder + "/certificate-key.pem"
  }

  var exists: Bool {
    FileManager.default.fileExists(atPath: certificatePath) && FileManager.default.fileExists(atPath: keyPath)
  }

  /// Makes a P-256 key and a certificate for it that is its own authority, so that clients can be told to trust it.
  /// - Parameter hosts: the names and addresses the server is reached by, besides this machine's own.
  func make(hosts: [String], now: Date) throws {
    let key = P256.Signing.PrivateKey()
    let name = try DistinguishedName { CommonName("Weir on \(hosts.first ?? "localhost")") }
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PublicKey(key.publicKey),
      notValidBefore: now.addingTimeInterval(-3600),
      // Clients of Apple refuse anything longer.
      notValidAfter: now.addingTimeInterval(825 * 86400),
      issuer: name,
      subject: name,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        KeyUsage(digitalSignature: true, keyCertSign: true)
        try ExtendedKeyUsage([.serverAuth])
        SubjectAlternativeNames(Self.names(for: hosts))
      },
      issuerPrivateKey: Certificate.PrivateKey(key))
    try PrivateFile.write(key.pemRepresentation, to: keyPath)
    try PrivateFile.write(certificate.serializeAsPEM().pemString + "\n", to: certificatePath)
  }

  private static func names(for hosts: [String]) -> [GeneralName] {
    var names: [GeneralName] = [
      .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
      .ipAddress(ASN1OctetString(contentBytes: [UInt8](repeating: 0, count: 15) + [1])),
    ]
    for host in hosts where host != "localhost" && host != "127.0.0.1" && host != "0.0.0.0" {
      let parts = host.split(separator: ".").compactMap { UInt8($0) }
      names.append(parts.count == 4 ? .ipAddress(ASN1OctetString(contentBytes: parts[...])) : .dnsName(host))
    }
    return names
  }
}
