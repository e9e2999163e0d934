package import Core

/// What can be wrong with a request on flows and runs.
package enum FlowError: Error, Equatable {
  case noSuchFlow
  case noSuchRun
  case noSuchVersion(Int)
  case noSuchWebhook
  /// Nobody gave out a callback's address with this token.
  case noSuchCallback
  /// There is no such open question, or it isn't for this person.
  case noSuchApproval
  /// The run has no step at this path, or one that can't be done again by itself.
  case cannotRerun(path: String, reason: String)
  /// The document is neither JSON nor YAML.
  case unreadable(reason: String)
  case documentTooLarge(limit: Int)
  /// The flow can't run as it is; every reason is named.
  case invalid([FlowProblem])
  /// The input of a run doesn't satisfy the flow's input schema.
  case inputRefused([FlowProblem])
  /// A step can't be tried: its input can't be filled on the data at hand.
  case stepInputFailed(StepFailure)
  /// Somebody else saved the flow since the caller read it.
  case versionConflict(current: Int)
  /// Somebody else saved the draft since the caller read it.
  case draftConflict(current: Int)
  /// Nothing is being changed about it.
  case noDraft
  /// It has only a draft so far.
  case notPublished
  /// Its trigger is switched off.
  case inactive
  case runEnded
  /// The run has no step at this path.
  case noSuchStep(String)
  /// A large value of a run is not kept any more.
  case payloadGone
  /// A webhook's signature is missing, wrong or too old.
  case signatureRefused(reason: String)
  /// The flow demands signed webhooks and no secret has been entered yet.
  case signatureSecretMissing
  case payloadRefused(reason: String)
  /// A call of a flow's address by a method that its sender never uses.
  case methodRefused(String)
  case noSuchCall
  /// Its body was too long to be kept with it, and its run is gone.
  case payloadForgotten
}

extension FlowError: CodedError {
  package var code: String {
    switch self {
    case .noSuchFlow: "flow_not_found"
    case .noSuchRun: "run_not_found"
    case .noSuchVersion: "flow_version_not_found"
    case .noSuchWebhook: "webhook_not_found"
    case .noSuchCallback: "callback_not_found"
    case .noSuchApproval: "approval_not_found"
    case .cannotRerun: "rerun_not_possible"
    case .unreadable: "flow_unreadable"
    case .documentTooLarge: "flow_too_large"
    case .invalid: "flow_invalid"
    case .inputRefused: "run_input_invalid"
    case .stepInputFailed: "step_input_failed"
    case .versionConflict: "flow_changed_meanwhile"
    case .draftConflict: "flow_draft_changed_meanwhile"
    case .noDraft: "flow_draft_not_found"
    case .notPublished: "flow_not_published"
    case .inactive: "flow_inactive"
    case .runEnded: "run_ended"
    case .noSuchStep: "step_not_found"
    case .payloadGone: "run_value_gone"
    case .signatureRefused: "webhook_signature_refused"
    case .signatureSecretMissing: "webhook_secret_missing"
    case .payloadRefused: "webhook_payload_refused"
    case .methodRefused: "webhook_method_refused"
    case .noSuchCall: "webhook_call_not_found"
    case .payloadForgotten: "webhook_payload_forgotten"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .noSuchFlow, .noSuchRun, .noSuchVersion, .noSuchWebhook, .noSuchCallback, .noSuchApproval, .noSuchCall,
      .noDraft, .noSuchStep:
      .notFound
    case .payloadForgotten, .payloadGone: .gone
    case .unreadable, .invalid, .inputRefused, .stepInputFailed, .payloadRefused, .cannotRerun, .methodRefused: .invalid
    case .documentTooLarge: .tooLarge
    case .versionConflict, .draftConflict, .notPublished, .inactive, .runEnded, .signatureSecretMissing: .conflict
    case .signatureRefused: .unauthenticated
    }
  }

  package var message: String {
    switch self {
    case .noSuchFlow: "There is no such flow."
    case .noSuchRun: "There is no such run."
    case .noSuchVersion(let number): "The flow has no version \(number)."
    case .noSuchWebhook: "There is no webhook at this address."
    case .noSuchCallback: "There is no callback at this address."
    case .noSuchApproval: "There is no such open question for you; it may have been answered."
    case .cannotRerun(let path, let reason): "The run can't be repeated from \"\(path)\": \(reason)."
    case .unreadable(let reason): "The flow is neither YAML nor JSON: \(reason)."
    case .documentTooLarge(let limit): "The flow is larger than \(limit) bytes."
    case .invalid(let problems):
      problems.count == 1
        ? "The flow can't run. \(problems[0])" : "The flow can't run; \(problems.count) things are wrong."
    case .inputRefused(let problems):
      "The input is not what the flow expects. \(problems.first?.description ?? "")"
    case .stepInputFailed(let failure): "The step's input can't be filled. \(failure.message)"
    case .versionConflict(let current): "The flow was changed meanwhile; its version is now \(current)."
    case .draftConflict(let current): "The draft was changed meanwhile; its revision is now \(current)."
    case .noDraft: "The flow has no draft."
    case .notPublished: "The flow was never published."
    case .inactive: "The flow is switched off."
    case .runEnded: "The run has ended already."
    case .noSuchStep(let path): "The run has no step at \"\(path)\"."
    case .payloadGone: "This value of the run is not kept any more."
    case .signatureRefused(let reason): "The webhook's signature is refused: \(reason)."
    case .signatureSecretMissing: "The flow demands signed webhooks and has no secret to check them with."
    case .payloadRefused(let reason): "The webhook's body is refused: \(reason)."
    case .methodRefused(let method): "The flow's address takes no \(method) from this sender."
    case .noSuchCall: "There is no such call."
    case .payloadForgotten: "What the call brought isn't kept any more."
    }
  }

  package var advice: String? {
    switch self {
    case .draftConflict: "Read the draft again, and save your change on top of it."
    case .noDraft: "Save a draft first."
    case .notPublished: "Publish its draft first."
    case .versionConflict: "Read it again, and save your change on top of it."
    case .stepInputFailed(let failure): failure.advice ?? "Run the flow once, or pin the outputs that the step reads."
    case .inactive: "Activate the flow, or run it by hand."
    case .methodRefused: "Send deliveries by POST."
    case .signatureSecretMissing: "Enter the sender's secret in the flow's webhook settings."
    default: nil
    }
  }

  package var details: JSONObject {
    switch self {
    case .invalid(let problems), .inputRefused(let problems): ["problems": .array(problems.map(\.json))]
    case .stepInputFailed(let failure): ["failure": failure.json]
    case .versionConflict(let current): ["version": JSONValue(current)]
    case .draftConflict(let current): ["revision": JSONValue(current)]
    default: [:]
    }
  }
}
