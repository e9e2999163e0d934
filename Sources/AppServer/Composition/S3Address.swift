import BlobsS3
import Foundation

/// Reads `s3://bucket/prefix?endpoint=https://host&region=us-east-1&style=path`.
enum S3Address {
  /// - Throws: ``SettingsError/wrong(name:value:accepted:)``
  static func location(_ text: String) throws(SettingsError) -> S3Location {
    let parts = URLComponents(string: text)
    func value(_ name: String) -> String? { parts?.queryItems?.first { $0.name == name }?.value }
    let region = value("region") ?? "us-east-1"
    guard let bucket = parts?.host, !bucket.isEmpty,
      let style = S3Location.Style(rawValue: value("style") ?? "path"),
      let location = S3Location(
        endpoint: value("endpoint") ?? "https://s3.\(region).amazonaws.com", bucket: bucket,
        prefix: String((parts?.path ?? "").drop { $0 == "/" }), region: region, style: style)
    else {
      throw .wrong(name: SettingKey.blobsURL.rawValue, value: text, accepted: SettingKey.blobsURL.accepted)
    }
    return location
  }
}
