import Crypto
import Egress
import Foundation
import HTTPTypes
import Logging
import NIOSSL
import SwiftASN1
import TestSupport
import Testing
import X509

@Suite struct EncryptionTests {
  @Test func aServerOfOneSelfIsTrustedWhenItsCertificateIsListed() async throws {
    try await served(name: "localhost") { server, certificate in
      var settings = listed(server)
      settings.trustedCertificates = [certificate]
      try await withOutbound(settings) { outbound in
        let response = try await outbound.send(OutboundRequest(.get, "https://localhost:\(server.port)/"))
        #expect(response.status == 200)
      }
    }
  }

  @Test func anUnknownCertificateIsRefusedBeforeAnythingIsSent() async throws {
    try await served(name: "localhost") { server, _ in
      try await withOutbound(listed(server)) { outbound in
        let error = await #expect(throws: OutboundError.self) {
          try await outbound.send(OutboundRequest(.get, "https://localhost:\(server.port)/"))
        }
        #expect(error?.code == "tls_failed")
        #expect(error?.mayHaveReachedPeer == false)
        #expect(server.requests.all.isEmpty)
      }
    }
  }

  @Test func aTrustedCertificateForAnotherHostIsRefused() async throws {
    try await served(name: "other.example") { server, certificate in
      var settings = listed(server)
      settings.trustedCertificates = [certificate]
      try await withOutbound(settings) { outbound in
        let error = await #expect(throws: OutboundError.self) {
          try await outbound.send(OutboundRequest(.get, "https://localhost:\(server.port)/"))
        }
        #expect(error?.code == "tls_failed")
        #expect(server.requests.all.isEmpty)
      }
    }
  }

  @Test func aCertificateFileThatCannotBeReadIsNamedAtTheStart() {
    var settings = OutboundSettings()
    settings.trustedCertificates = ["/nowhere/authority.pem"]
    let error = #expect(throws: OutboundError.self) {
      try OutboundService(settings: settings, logger: .init(label: "test"))
    }
    #expect(error?.message.contains("/nowhere/authority.pem") == true)
  }

  private func listed(_ server: ScriptedServer) -> OutboundSettings {
    OutboundSettings(rules: AddressRules(allowing: ["localhost:\(server.port)"].compactMap { AllowedAddress($0) }))
  }

  /// Runs a server with a certificate of its own making.
  private func served(
    name: String, _ body: (ScriptedServer, _ certificatePath: String) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let key = P256.Signing.PrivateKey()
    let subject = try DistinguishedName { CommonName(name) }
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
      notValidBefore: Date(timeIntervalSinceNow: -3600), notValidAfter: Date(timeIntervalSinceNow: 3600),
      issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        SubjectAlternativeNames([.dnsName(name)])
      }, issuerPrivateKey: Certificate.PrivateKey(key))
    let path = try folder.write("certificate.pem", Array(certificate.serializeAsPEM().pemString.utf8))
    let keyPEM = Array(key.pemRepresentation.utf8)
    let tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(path).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: keyPEM, format: .pem)))
    try await ScriptedServer.serving(tls: try NIOSSLContext(configuration: tls)) { exchange in
      try await exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    } while: { server in
      try await body(server, path)
    }
    folder.remove()
  }
}
