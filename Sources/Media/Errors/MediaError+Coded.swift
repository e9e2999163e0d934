package import Core

extension MediaError {
  package var code: String {
    switch self {
    case .unreadable: "media_unreadable"
    case .empty: "media_empty"
    case .tooManyPixels: "media_too_many_pixels"
    case .unsupported: "media_unsupported"
    case .damaged: "media_damaged"
    case .encrypted: "media_encrypted"
    case .noPicture: "media_no_picture"
    case .timedOut: "media_timed_out"
    case .workerDied: "media_worker_died"
    case .noSpace: "media_no_space"
    case .toolMissing: "media_tool_missing"
    case .workersUnavailable: "media_workers_unavailable"
    case .stopping: "media_stopping"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .unreadable: .fault
    case .empty, .damaged, .encrypted, .noPicture, .workerDied, .timedOut: .invalid
    case .tooManyPixels: .tooLarge
    case .unsupported: .unsupportedMedia
    case .noSpace: .insufficientStorage
    case .toolMissing: .fault
    case .workersUnavailable, .stopping: .unavailable
    }
  }

  package var message: String {
    switch self {
    case .unreadable(let file): "\"\(file)\" can't be opened."
    case .empty(let file): "\"\(file)\" has no content."
    case .tooManyPixels(let file, let width, let height, let limit):
      "\"\(file)\" has \(width) × \(height) pixels; more than \(limit / 1_000_000) megapixels aren't decoded."
    case .unsupported(let file, let format):
      format.isEmpty
        ? "\"\(file)\" is of no known picture, video or document format."
        : "No picture can be made of \"\(file)\", which is of the format \(format)."
    case .damaged(let file, let reason): "\"\(file)\" is damaged and can't be decoded: \(reason)."
    case .encrypted(let file): "\"\(file)\" is locked with a password."
    case .noPicture(let file): "\"\(file)\" has no picture in it."
    case .timedOut(let file, let seconds): "Decoding \"\(file)\" took longer than \(seconds) seconds and was ended."
    case .workerDied(let file): "The decoder crashed or ran out of its memory on \"\(file)\"."
    case .noSpace(let file): "There is no room left for the renditions of \"\(file)\"."
    case .toolMissing(let tool): "The program \"\(tool)\" is missing."
    case .workersUnavailable: "No media worker can be started."
    case .stopping: "The server is stopping and takes no more media work."
    }
  }

  package var advice: String? {
    switch self {
    case .unreadable: "Check that the blob store is complete and readable."
    case .empty: "Send the file again."
    case .tooManyPixels: "Send a smaller version, or raise the pixel limit in the settings."
    case .unsupported: "The original is kept as it is; send a JPEG, PNG, TIFF, PDF or MP4 to have a preview."
    case .damaged: "Open the original where it came from, save it anew and send it again."
    case .encrypted: "Send a copy without a password to have a preview."
    case .noPicture: nil
    case .timedOut, .workerDied: "The original is kept; save it anew in a simpler form to have a preview."
    case .noSpace: "Free some space on the server's disk, then try again."
    case .toolMissing: "Install it on the server: \(Self.packages)."
    case .workersUnavailable: "Look into the server's log; \"weir doctor\" names what is missing."
    case .stopping: "Try again once the server is back."
    }
  }

  private static let packages = "apt-get install libvips42 ffmpeg poppler-utils libimage-exiftool-perl"
}
