import Core

/// What ffprobe says about a film or a sound.
struct FilmProbe {
  let width: Int?
  let height: Int?
  let duration: Double?
  let frameRate: Double?
  let bitRate: Int64?
  let videoCodec: String?
  let audioCodec: String?
  /// Whether there is a picture to be had: a film's, or the cover of a sound.
  let hasPicture: Bool
  /// Whether the only picture is a cover.
  let isCover: Bool

  /// The demuxers that may touch a file. None of them opens a second file, as playlists do.
  static let formats =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,flv,live_flv,mpeg,mpegts,mpegvideo,mxf,mp3,aac,wav,flac,ogg,aiff"

  /// What every call of ffprobe and ffmpeg begins with: files only, known formats only.
  static let confinement = ["-v", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", formats]

  /// - Parameter json: the answer to `-show_format -show_streams`.
  init(_ json: JSONValue) {
    let streams = json["streams"]?.arrayValue ?? []
    let pictures = streams.filter { $0["codec_type"] == "video" }
    let moving = pictures.first { $0["disposition"]?["attached_pic"] != 1 }
    let picture = moving ?? pictures.first
    let rotation = picture.map(Self.rotation) ?? 0
    let size = (picture?["width"]?.intValue.map(Int.init), picture?["height"]?.intValue.map(Int.init))
    (width, height) = rotation % 180 == 0 ? size : (size.1, size.0)
    duration = Self.number(json["format"]?["duration"]) ?? Self.number(moving?["duration"])
    frameRate = moving.flatMap { Self.ratio($0["avg_frame_rate"]) ?? Self.ratio($0["r_frame_rate"]) }
    bitRate = Self.number(json["format"]?["bit_rate"]).flatMap { Int64(exactly: $0.rounded()) }
    videoCodec = moving?["codec_name"]?.stringValue
    audioCodec = streams.first { $0["codec_type"] == "audio" }?["codec_name"]?.stringValue
    hasPicture = picture != nil
    isCover = picture != nil && moving == nil
  }

  /// Degrees by which the picture is turned to be shown.
  private static func rotation(_ stream: JSONValue) -> Int {
    let sides = stream["side_data_list"]?.arrayValue ?? []
    return Int(sides.lazy.compactMap { $0["rotation"]?.intValue }.first ?? 0)
  }

  private static func number(_ value: JSONValue?) -> Double? {
    let number = value?.doubleValue ?? value?.stringValue.flatMap(Double.init)
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  /// `30000/1001`, to three decimals.
  private static func ratio(_ value: JSONValue?) -> Double? {
    let parts = value?.stringValue?.split(separator: "/").compactMap { Double($0) } ?? []
    guard parts.count == 2, parts[0] > 0, parts[1] > 0 else { return nil }
    return (parts[0] / parts[1] * 1000).rounded() / 1000
  }
}
