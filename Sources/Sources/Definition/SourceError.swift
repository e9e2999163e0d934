package import Core

/// Why something can't be done with a source.
package enum SourceError: Error, Equatable {
  case notFound
  /// The team has another source of that name.
  case nameTaken(String)
  /// A value of the form can't be accepted.
  case invalidField(String, reason: String)
  /// The connection isn't there, or is another team's.
  case connectionNotFound
  /// Another worker has taken the source over.
  case lostLease
  /// The person on whose behalf it works may not do so any more.
  case ownerMayNot(String)
  /// A chosen folder isn't there any more.
  case folderGone(String)
  /// So many files are gone at once that a person has to say that this is right.
  case tooManyGone(gone: Int, of: Int)
  /// The file was changed while it was read.
  case changedMeanwhile(String)
  /// What arrived isn't what the service said.
  case damaged(String, what: String)
  /// It is switched off.
  case inactive(String)
  /// Whoever it works for may not use the connection of this name.
  case useRefused(String)
}

extension SourceError: CodedError {
  package var code: String {
    switch self {
    case .notFound: "source_not_found"
    case .nameTaken: "source_name_taken"
    case .invalidField: "invalid_source"
    case .connectionNotFound: "source_connection_not_found"
    case .lostLease: "source_taken_over"
    case .ownerMayNot: "source_owner_may_not"
    case .folderGone: "source_folder_gone"
    case .tooManyGone: "source_too_many_gone"
    case .changedMeanwhile: "file_changed"
    case .damaged: "file_damaged"
    case .inactive: "source_inactive"
    case .useRefused: "connection_use_refused"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound, .connectionNotFound: .notFound
    case .nameTaken, .lostLease, .tooManyGone, .changedMeanwhile, .inactive: .conflict
    case .invalidField: .invalid
    case .ownerMayNot, .useRefused: .forbidden
    case .folderGone, .damaged: .upstream
    }
  }

  package var message: String {
    switch self {
    case .notFound: "There is no such source."
    case .nameTaken(let name): "Your team has a source named \"\(name)\" already."
    case .invalidField(let field, let reason): "\(field): \(reason)."
    case .connectionNotFound: "There is no such connection in this team."
    case .lostLease: "Another server has taken the source over."
    case .ownerMayNot(let name): "The person who set up \"\(name)\" may not add files to the library any more."
    case .folderGone(let path): "The folder \"\(path)\" isn't there any more."
    case .tooManyGone(let gone, let all): "\(gone) of \(all) files are gone at once."
    case .changedMeanwhile(let name): "\"\(name)\" changed while it was read."
    case .damaged(let name, let what): "\"\(name)\" arrived with another \(what) than the service says."
    case .inactive(let name): "The source \"\(name)\" is switched off."
    case .useRefused(let name): "Whoever this is done for may not use the connection \"\(name)\"."
    }
  }

  package var advice: String? {
    switch self {
    case .nameTaken: "Choose another name."
    case .ownerMayNot: "Have somebody who may open the source and save it."
    case .folderGone: "Choose the folder again, or check that the service is whole."
    case .tooManyGone: "Look at the service. If this is right, sync once more with \"They are really gone\"."
    case .inactive: "Switch it on first."
    case .useRefused: "Use another connection, or ask a manager of the team for this one."
    default: nil
    }
  }

  package var details: JSONObject {
    switch self {
    case .invalidField(let field, _): ["field": .string(field)]
    default: [:]
    }
  }
}
