import Core
import Egress
import Foundation
import HTTPTypes

/// The main job from beginning to end, through the doors that everybody uses.
struct DemoScenario {
  let url: String
  let outbound: Outbound
  let console: Console
  let effects: Effects
  /// The folder to bring in.
  let folder: String
  /// The flow's definition.
  let flow: String

  /// What came of it.
  struct Outcome {
    let run: String
    let output: JSONValue
    let member: (userName: String, password: Secret)
  }

  func play(administrator: Secret) async throws -> Outcome {
    let admin = DemoBrowser(origin: url, outbound: outbound)
    try await admin.signIn(userName: "admin", password: administrator)
    try await step("registering an application for flows, and entering it in the MediaValet integration") {
      try await setUpIntegration(admin)
    }
    let member = try await step("adding a team member who may write") { try await addMember(admin) }
    let browser = DemoBrowser(origin: url, outbound: outbound)
    try await browser.signIn(userName: member.userName, password: member.password)
    try await step("making a connection, by way of the consent page") { try await connect(browser) }
    let run = try await step("starting the flow \"Folder to library\"") { try await startFlow(browser) }
    return Outcome(run: run, output: try await follow(run, browser), member: member)
  }

  private func step<Value>(_ text: String, _ body: () async throws -> Value) async throws -> Value {
    console.say("  \(text)")
    return try await body()
  }

  private func setUpIntegration(_ admin: DemoBrowser) async throws {
    let integration = try await admin.call(.get, "/rest/v1/integrations/mediavalet")
    let registered = try await admin.call(
      .post, "/rest/v1/applications",
      [
        "name": "Flows of this Weir", "redirectUris": [integration["redirectUri"] ?? .null],
        "scopes": ["openid", "api", "offline_access"], "grants": ["authorization_code", "refresh_token"],
      ])
    guard let id = registered["application"]?["clientId"] ?? registered["application"]?["id"] else {
      throw DemoError.refused("registering an application", status: 200, answer: registered.serialized())
    }
    _ = try await admin.call(
      .patch, "/rest/v1/integrations/mediavalet",
      [
        "clientId": id, "clientSecret": registered["clientSecret"] ?? .null, "endpoint": .string(url),
        "authorizationUrl": .string(url + "/connect/authorize"), "tokenUrl": .string(url + "/connect/token"),
      ])
    _ = try await admin.call(.post, "/rest/v1/integrations/mediavalet/enable")
  }

  private func addMember(_ admin: DemoBrowser) async throws -> (userName: String, password: Secret) {
    let added = try await admin.call(
      .post, "/rest/v1/people",
      ["userName": "robin", "displayName": "Robin from content operations", "libraryRole": "write"])
    return ("robin", Secret(added["password"]?.stringValue ?? ""))
  }

  private func connect(_ browser: DemoBrowser) async throws {
    let made = try await browser.call(
      .post, "/rest/v1/connections",
      [
        "connector": "mediavaletConnector-v1.0", "name": "MediaValet", "endpoint": .string(url),
        "authentication": "oauth2", "grant": "authorization_code", "scopes": ["openid", "api", "offline_access"],
      ])
    let id = made["id"]?.stringValue ?? ""
    let start = try await browser.call(.post, "/rest/v1/connections/\(id)/authorize")
    let consent = try await browser.open(start["url"]?.stringValue ?? "")
    let back = try await browser.submit(["decision": "allow"], to: consent.address, of: consent)
    guard back.status == 200 else {
      throw DemoError.refused("coming back from the consent page", status: back.status, answer: back.text)
    }
    let test = try await browser.call(.post, "/rest/v1/connections/\(id)/test")
    guard test["working"]?.boolValue ?? test["isWorking"]?.boolValue ?? false else {
      throw DemoError.refused("testing the connection", status: 200, answer: test.serialized())
    }
  }

  private func startFlow(_ browser: DemoBrowser) async throws -> String {
    let flow = try await browser.call(.post, "/rest/v1/flows", ["source": .string(flow)])
    let name = URL(fileURLWithPath: folder).lastPathComponent
    let run = try await browser.call(
      .post, "/rest/v1/flows/\(flow["id"]?.stringValue ?? "")/runs",
      ["input": ["folder": .string(folder), "collection": .string(name), "keywords": ["demo"]]])
    return run["id"]?.stringValue ?? ""
  }

  /// Looks at the run's log again and again, until it has ended.
  private func follow(_ run: String, _ browser: DemoBrowser) async throws -> JSONValue {
    let progress = ProgressLine("  bringing files in")
    while true {
      let log = try await browser.call(.get, "/rest/v1/runs/\(run)/log")
      let entries = log["entries"]?.arrayValue ?? []
      if let loop = entries.last(where: { $0["total"]?.intValue ?? 0 > 0 && $0["kind"] == "forEach" }) {
        progress.show(Int(loop["done"]?.intValue ?? 0), of: loop["total"]?.intValue.map(Int.init))
      }
      switch log["run"]?["state"]?.stringValue {
      case "succeeded":
        progress.finish("  the flow has finished")
        return log["run"]?["output"] ?? .null
      case "failed", "cancelled":
        progress.finish("  the flow has failed")
        let reason = log["run"]?["failure"]?["message"]?.stringValue ?? "it was stopped."
        throw DemoError.runFailed(reason: reason, log: "\(url)/app/activity/\(run)")
      default: try await effects.sleep(.milliseconds(300))
      }
    }
  }
}
