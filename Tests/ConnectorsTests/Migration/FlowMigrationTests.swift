import Connectors
import Core
import Testing

@Suite("Moving steps to a newer version of a connector")
struct FlowMigrationTests {
  private static let newer = PeerConnector.text(
    id: "peerConnector-v2.0",
    head: """
      migrations:
        - from: peerConnector-v1.0
          actions:
            put:
              to: store
              fields: {folder: folderId}
              defaults: {replace: true}
              removed: [legacy]
              outputs: {file: item}
      """,
    """
      store:
        title: Store
        group: A
        description: Stores.
        method: POST
        path: /store
        deprecated: {use: storeFile, until: "2027-03-31"}
        input:
          properties: {folderId: {type: string}, replace: {type: boolean}, name: {type: string}, owner: {type: string}}
          required: [folderId, owner]
      storeFile: {title: Store file, group: A, description: Stores., method: POST, path: /files}
      read: {title: Read, group: A, description: Reads., method: GET, path: /read}
    """)

  private func newer() throws -> ConnectorDefinition { try ConnectorFile.read(Self.newer, file: "peer") }

  @Test func renamedActionsAndFieldsAreMovedAndEverythingIsSaid() throws {
    let old = try #require(ConnectorID("peerConnector-v1.0"))
    let flow: JSONValue = [
      "name": "F", "input": ["properties": ["action": ["type": "string"]]],
      "steps": [
        [
          "id": "a", "forEach": ["action": "peerConnector-v1.0/read", "connection": "c"],
          "steps": [
            [
              "id": "b", "action": "peerConnector-v1.0/put", "connection": "c",
              "input": ["name": "n", "folder": "{{ .item.id }}", "legacy": 1, "strange": 2],
            ]
          ],
        ],
        ["id": "other", "action": "folderConnector-v1.0/listFiles", "input": ["folder": "x"]],
        ["id": "gone", "action": "peerConnector-v1.0/vanished"],
      ],
    ]
    let moved = FlowMigration(to: try newer()).migrate(flow, from: old)
    let inner = moved.document["steps"]?[0]?["steps"]?[0]
    #expect(moved.document["steps"]?[0]?["forEach"]?["action"] == "peerConnector-v2.0/read")
    #expect(inner?["action"] == "peerConnector-v2.0/store")
    #expect(inner?["input"] == ["name": "n", "folderId": "{{ .item.id }}", "strange": 2, "replace": true])
    #expect(moved.document["steps"]?[1] == flow["steps"]?[1])
    let said = moved.changes.map { "\($0.path): \($0.text)\($0.needsAttention ? " !" : "")" }
    #expect(
      said == [
        "steps.0.forEach.action: peerConnector-v1.0/read became peerConnector-v2.0/read",
        "steps.0.steps.0.action: peerConnector-v1.0/put became peerConnector-v2.0/store",
        "steps.0.steps.0.action: This is outdated; use storeFile instead; it works until 2027-03-31.",
        "steps.0.steps.0.input.folderId: was called \"folder\"",
        "steps.0.steps.0.input.legacy: is gone and was left out",
        "steps.0.steps.0.input.replace: was set to true, which used to go without saying",
        "steps.0.steps.0.input.strange: isn't known any more !",
        "steps.0.steps.0.input.owner: is needed now and isn't given !",
        "steps.0.steps.0: its output has \"item\" where it had \"file\"; correct what reads it !",
        "steps.2.action: peerConnector-v1.0/vanished became peerConnector-v2.0/vanished",
        "steps.2.action: peerConnector-v2.0 has no action \"vanished\"; choose another one !",
      ])
    #expect(moved.needsAttention)
  }

  @Test func aFlowWithoutSuchStepsStaysAsItIs() throws {
    let old = try #require(ConnectorID("peerConnector-v1.0"))
    let flow: JSONValue = ["steps": [["id": "a", "transform": ["action": "nothing"]]]]
    let moved = FlowMigration(to: try newer()).migrate(flow, from: old)
    #expect(moved.document == flow)
    #expect(moved.changes.isEmpty)
  }

  @Test(
    "faults of migrations are named",
    arguments: [
      ("from: peerConnector-v1.0", "from: otherConnector-v1.0", "must be an older version of peerConnector"),
      ("from: peerConnector-v1.0", "from: peerConnector-v2.0", "must be an older version of peerConnector"),
      ("to: store", "to: shop", "\"put\" becomes \"shop\", and there is no such action"),
      ("{folder: folderId}", "{folder: folderID}", "\"store\" has no input \"folderID\" to set"),
      ("{use: storeFile,", "{use: stow,", "it says to use \"stow\", and there is no such action"),
    ])
  func faults(right: String, wrong: String, problem: String) {
    let issues = ConnectorFile.lint(Self.newer.replacing(right, with: wrong))
    #expect(issues.map(\.problem) == [problem])
  }
}
