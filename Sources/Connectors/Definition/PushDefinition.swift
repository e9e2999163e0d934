package import Connections
package import Core

/// How a service says that something changed: the `push` section of a connector's file.
package struct PushDefinition: Sendable, Hashable {
  /// Asks for it. `${push.address}`, `${push.secret}`, `${folder.id}` and `${cursor}` stand in its input. Left out where the
  /// administrator enters the address at the service once.
  package var subscribe: FileCall?
  /// Where the subscription's id is in the output of ``subscribe``.
  package var id = JSONPath("id")
  /// Where the time at which it ends is; ``RemoteDate`` reads it.
  package var expires: JSONPath?
  /// Where the secret is that news are signed with, of a service that makes it itself; what was agreed otherwise.
  package var secret: JSONPath?
  /// Asks for more time; `${push.id}` stands in its input.
  package var renew: FileCall?
  /// Ends it; `${push.id}` stands in its input.
  package var end: FileCall?
  package var handshake: Handshake
  /// What the administrator does at the service's console; `nil` where nothing has to be done there.
  package var console: HookGuide?
  /// Which account a connection is for, and where news name theirs; left out where news name none.
  package var account: Account?

  /// How the accounts that news are about are known.
  package struct Account: Sendable, Hashable {
    /// Tells whose account a connection is for.
    package let call: FileCall
    /// Where the account's id is in its output.
    package let id: JSONPath
    /// Where news name accounts: an id, or a list of ids or of objects with an `id`.
    package let news: JSONPath

    /// - Returns: `nil` when the news name none.
    package func named(in news: JSONValue) -> Set<String>? {
      guard let found = self.news.value(in: news) else { return nil }
      let names = (found.arrayValue ?? [found]).compactMap { $0.scalarText ?? $0["id"]?.scalarText }
      return names.isEmpty ? nil : Set(names)
    }
  }

  /// What the integration's page shows of it.
  package var hookGuide: HookGuide? {
    console.map {
      HookGuide(
        steps: $0.steps, signedWith: $0.signedWith, hasWord: handshake == .meta, hasAddress: subscribe == nil)
    }
  }

  /// How the service proves itself to the receiver, see ``PushHandshake``.
  package enum Handshake: String, Sendable, CaseIterable {
    /// Answers `challenge`; signs with `X-Dropbox-Signature`.
    case dropbox
    /// Answers `validationToken`; repeats `clientState`.
    case graph
    /// Signs with `BOX-SIGNATURE-PRIMARY` and `BOX-SIGNATURE-SECONDARY`.
    case box
    /// Repeats `X-Goog-Channel-Token`.
    case google
    /// Answers `hub.challenge`; signs with `X-Hub-Signature-256`.
    case meta
    /// Answers `challenge`; signs with `X-Slack-Signature`.
    case slack
    /// Signs with `X-Adobe-Signature` of Frame.io's kind: `X-Frameio-Signature`.
    case frameio
    /// Proves nothing: the unguessable address is all.
    case none
  }
}
