/// The sizes in which every asset that has a picture is kept, with their names on the MediaValet wire.
///
/// A size bounds the longer edge; a picture is never enlarged, so a small original has several renditions of one size,
/// and may come out up to 15 % smaller where the decoder can give that size without resizing.
/// The edges suit a list (Thumb), a grid on a dense screen (Small), a panel (Medium) and a full screen (Large).
package enum RenditionSize: String, Sendable, Codable, CaseIterable, Comparable {
  case thumb = "Thumb"
  case small = "Small"
  case medium = "Medium"
  case large = "Large"

  /// The longest that the longer edge gets, in pixels.
  package var longEdge: Int {
    switch self {
    case .thumb: 160
    case .small: 400
    case .medium: 1024
    case .large: 2048
    }
  }

  /// The JPEG quality (1 to 100); small pictures show artefacts less and are fetched by the hundred.
  package var quality: Int {
    switch self {
    case .thumb, .small: 78
    case .medium, .large: 82
    }
  }

  /// The name under which it is written into the folder of a job.
  package var fileName: String { rawValue + ".jpg" }

  package static func < (left: Self, right: Self) -> Bool {
    left.longEdge < right.longEdge
  }
}
