package import Connections
package import Core
package import Foundation

/// What a service is asked for so that it says when something changed, as the `push` section of its connector says.
///
/// Where the address is entered at the service's console nothing is asked but whose account the connection is for: news to
/// the application's address name it.
package struct ServicePush: PushService {
  let files: ServiceFiles
  let push: PushDefinition
  /// What the application's news are judged by, where the administrator entered it.
  let proof: ServiceHooks.Proof?

  /// What stands for a channel of a service whose news name no account.
  private static let everybody = "everybody"

  package var handshake: PushDefinition.Handshake { push.handshake }

  package var isPerFolder: Bool { push.subscribe?.input.references.contains { $0.root == .folder } ?? false }

  package var secret: Secret? { push.console == nil ? nil : proof?.secret }

  package var isReady: Bool {
    push.console == nil || (proof?.secret != nil && (push.subscribe != nil || proof?.word != nil))
  }

  package func subscribe(
    _ folder: String, address: String, secret: String, until: Date
  ) async throws -> PushChannel {
    guard let wish = push.subscribe else { return PushChannel(id: try await account(), ends: nil) }
    var values: JSONObject = [
      "push": ["address": .string(address), "secret": .string(secret), "until": .string(Timestamp.format(until))],
      "folder": files.value(folder: try files.folder(folder)),
    ]
    if wish.input.references.contains(where: { $0.root == .cursor }) {
      values["cursor"] = .string(try await files.startCursor(folder))
    }
    let output = try await files.call(wish, values, context)
    guard let id = push.id.value(in: output)?.scalarText, !id.isEmpty else {
      throw ActionError.unexpected(output, missing: push.id, service: files.connector.title)
    }
    let own = push.secret.map { $0.value(in: output)?.scalarText ?? "" }
    // Without it nothing that the service tells could be believed.
    if let path = push.secret, own?.isEmpty != false {
      throw ActionError.unexpected(output, missing: path, service: files.connector.title)
    }
    return PushChannel(id: id, ends: ends(output), secret: own.map { Secret($0) })
  }

  private func account() async throws -> String {
    guard let account = push.account else { return Self.everybody }
    let output = try await files.call(account.call, [:], context)
    guard let id = account.id.value(in: output)?.scalarText, !id.isEmpty else {
      throw ActionError.unexpected(output, missing: account.id, service: files.connector.title)
    }
    return id
  }

  package func renew(_ id: String, until: Date) async throws -> PushChannel? {
    guard let renew = push.renew else { return nil }
    do throws(ActionError) {
      let values: JSONObject = ["push": ["id": .string(id), "until": .string(Timestamp.format(until))]]
      return PushChannel(id: id, ends: ends(try await files.call(renew, values, context)) ?? until)
    } catch {
      guard error.category == .notFound || error.category == .gone else { throw error }
      return nil
    }
  }

  package func end(_ id: String) async throws {
    guard let end = push.end else { return }
    do throws(ActionError) {
      _ = try await files.call(end, ["push": ["id": .string(id)]], context)
    } catch {
      guard error.category == .notFound || error.category == .gone else { throw error }
    }
  }

  private func ends(_ output: JSONValue) -> Date? {
    push.expires?.value(in: output).flatMap(RemoteDate.parse)
  }

  /// Services tell channels apart by the caller's name for them, so every wish has a new one.
  private var context: ActionContext { ActionContext(idempotencyKey: "push/" + files.runtime.effects.token()) }
}

extension ConnectorRuntime {
  /// How a connection's service says that something changed.
  /// - Parameter proof: what the news of the connection's application are judged by; asked only where an administrator
  ///   enters that.
  /// - Returns: `nil` when the service has no such way.
  package func push(
    of connection: Connection,
    proof: @Sendable (_ kind: String, _ application: String) async throws -> ServiceHooks.Proof?
  ) async throws -> ServicePush? {
    let files = try await files(of: connection.id)
    guard let push = files.connector.push else { return nil }
    guard push.console != nil else {
      let isArranged =
        push.subscribe != nil && (push.secret != nil || [.google, .graph, .none].contains(push.handshake))
      return isArranged ? ServicePush(files: files, push: push, proof: nil) : nil
    }
    var found: ServiceHooks.Proof?
    if let application = connection.authentication.application,
      let kind = ConnectorSummary(files.connector).integration
    {
      found = try await proof(kind, application)
    }
    return ServicePush(files: files, push: push, proof: found)
  }
}
