import CCrypto

/// A private RSA key that makes RS256 signatures (RFC 7518, section 3.3).
///
/// Signing is nearly all that a token costs. OpenSSL has code for the vector units of today's processors and needs half
/// the time of the library that everything else here is verified and encrypted with.
///
/// Unchecked because of the C pointer: the key is never changed after `init`, OpenSSL allows any number of threads to
/// sign with one (it keeps its blinding factors under a lock), and it is freed when nobody holds it any more.
final class RSASigningKey: @unchecked Sendable {
  private let key: OpaquePointer

  /// - Parameter encoded: the key in DER: PKCS#1, or PKCS#8.
  /// - Throws: ``SigningError/unreadableKey``.
  init(derRepresentation encoded: [UInt8]) throws(SigningError) {
    let key = encoded.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      return d2i_AutoPrivateKey(nil, &start, bytes.count)
    }
    guard let key, EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else { throw .unreadableKey }
    self.key = key
  }

  deinit {
    EVP_PKEY_free(key)
  }

  /// The signature of `message`, RSASSA-PKCS1-v1_5 with SHA-256. Takes about a quarter of a millisecond of computing.
  func signature(of message: [UInt8]) throws(SigningError) -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { throw .failed }
    defer { EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(key)))
    var count = signature.count
    guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
      EVP_DigestSign(context, &signature, &count, message, message.count) == 1
    else { throw .failed }
    return Array(signature.prefix(count))
  }
}

/// Why a token can't be signed. Nobody outside can bring it about.
enum SigningError: Error {
  case unreadableKey
  case failed
}
