import Blobs
import Connectors
import Core
import Foundation
import Identity
import Library
import Sources
import Synchronization
import TestSupport

extension FileAbilities {
  /// Of a service that takes files, with ids that stay or are paths.
  static func writing(idsStay: Bool = true) -> FileAbilities {
    var abilities = FileAbilities()
    (abilities.writes, abilities.idsStay) = (true, idsStay)
    return abilities
  }
}

extension SourceHouse {
  /// Puts a file into the library.
  @discardableResult
  func asset(_ name: String, _ content: String) async throws -> AssetID {
    let id: AssetID = effects.id()
    let info = try await blobs.store(ByteStream(Array(content.utf8)), through: effects.id())
    try await library.intake.add([ArrivedFile(asset: id, content: info, fileName: name)], as: owner) { $0.content }
    return id
  }

  /// Gives an asset other bytes.
  func change(_ asset: AssetID, _ content: String) async throws {
    let info = try await blobs.store(ByteStream(Array(content.utf8)), through: effects.id())
    clock.advance(by: .milliseconds(1))
    try await library.intake.replaceContent(of: asset, by: info, as: owner) { $0.content }
  }

  func rename(_ asset: AssetID, _ name: String) async throws {
    var revision = AssetRevision(asset: asset)
    revision.fileName = name
    clock.advance(by: .milliseconds(1))
    try await library.intake.revise(revision, as: owner)
  }

  /// Makes a collection of assets.
  func collection(_ assets: [AssetID], _ name: String = "Best") async throws -> CollectionID {
    let id = try await library.collections.create(name: name, as: owner).id
    if !assets.isEmpty { _ = try await library.collections.add(assets, to: id, as: owner) }
    return id
  }

  /// Publishes a collection to the service's top.
  func publication(
    of collection: CollectionID, _ change: (inout PublicationRules) -> Void = { _ in }
  ) async throws -> Publication {
    var rules = PublicationRules(folder: SourceFolder(id: FakeService.top, path: ""))
    change(&rules)
    return try await room.publish(
      in: owner.organizationTeam,
      PublicationForm(name: "Agency", origin: .machine, collection: collection, rules: rules), as: owner)
  }

  /// Has every publication run that is due.
  func publishAll() async throws {
    while try await room.publishNext() {}
  }

  /// Has a publication run.
  @discardableResult
  func run(_ publication: Publication) async throws -> PublicationRecord? {
    try await room.run(publication.id, as: owner)
    try await publishAll()
    return try await room.publication(publication.id, as: owner).last
  }

  /// What the service has: content by name, all of one name together.
  func there() -> [String: [String]] {
    service.world.withLock { world in
      Dictionary(grouping: world.nodes.values.filter { !$0.isFolder }, by: \.name).mapValues { nodes in
        nodes.map { String(decoding: $0.content, as: UTF8.self) }.sorted()
      }
    }
  }
}
