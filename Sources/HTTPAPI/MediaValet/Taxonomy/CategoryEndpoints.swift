import Core
import HTTPTypes
import Identity
import Library

/// The tree of categories, and the same under its other name: folders.
struct CategoryEndpoints: MediaValetGroup {
  static let tag = "Categories"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      on(.get, "/categories", "getCategories", "Lists the whole tree, parents first", answers: (.ok, .array(.category)))
      {
        .list(try await $0.library.categories.all(as: $0.principal).map(WireCategory.json))
      },
      on(
        .get, "/categories/subcategories", "getRootSubcategories", "Lists the categories below the root",
        answers: (.ok, .array(.category))
      ) { call in
        let root = try await call.library.categories.root(as: call.principal)
        return try await children(of: root.id, call)
      },
      on(.get, "/folders", "getFolders", "Lists the root of the tree", answers: (.ok, .array(.category))) { call in
        .list([WireCategory.json(try await call.library.categories.root(as: call.principal))])
      },
      on(
        .delete, "/categories/{categoryId}", "deleteCategory", "Deletes a category and those below it",
        needs: .manageCategories
      ) { call in
        let id: CategoryID = try call.id("categoryId")
        try await call.library.categories.delete(id, as: call.principal)
        return .ok(["id": JSONValue(id)])
      },
      assets("/categories/{categoryId}/assets", "getCategoryAssets"),
      assets("/categories/{categoryId}/assets/basic", "getCategoryAssetsBasic"),
      assets("/folders/{categoryId}/assets", "getFolderAssets"),
    ] + shared("/categories", "Category", children: "subcategories", patched: .accepted)
      + shared("/folders", "Folder", children: "subfolders", patched: .ok)
  }

  private func shared(_ path: String, _ name: String, children list: String, patched: HTTPResponse.Status)
    -> [Endpoint]
  {
    [
      on(
        .post, path, "create\(name)", "Makes a category", needs: .manageCategories, takes: .map(.any),
        answers: (.created, .category), create),
      on(.get, "\(path)/{categoryId}", "get\(name)", "Reads a category", answers: (.ok, .category)) { call in
        .ok(WireCategory.json(try await call.library.categories.category(call.id("categoryId"), as: call.principal)))
      },
      on(
        .patch, "\(path)/{categoryId}", "patch\(name)", "Renames, moves or describes a category",
        needs: .manageCategories, takes: .patch, answers: (patched, .category)
      ) { call in try await patch(call, answering: patched) },
      on(
        .get, "\(path)/{categoryId}/\(list)", "get\(name)Children", "Lists what lies directly below",
        answers: (.ok, .array(.category))
      ) { call in try await children(of: call.id("categoryId"), call) },
    ]
  }

  private func assets(_ path: String, _ id: String) -> Endpoint {
    on(.get, path, id, "Lists the assets of a category", parameters: SearchQuery.parameters, answers: (.ok, .assets)) {
      call in
      let category = try await call.library.categories.category(call.id("categoryId"), as: call.principal)
      var request = try SearchQuery.request(call)
      request.container = SearchQuery.container(of: category.id)
      return try await SearchQuery.answer(call, request)
    }
  }

  private func children(of id: CategoryID, _ call: MediaValetCall) async throws -> MediaValetAnswer {
    .list(try await call.library.categories.children(of: id, as: call.principal).map(WireCategory.json))
  }

  private func create(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let fields = try await call.body().object()
    let category = try await call.library.categories.create(
      name: try fields.string("treeName") ?? fields.required("name"), parent: fields.id("parentId"),
      description: fields.string("description") ?? "", id: fields.id("categoryId"), as: call.principal)
    return .created(WireCategory.json(category))
  }

  private func patch(_ call: MediaValetCall, answering status: HTTPResponse.Status) async throws -> MediaValetAnswer {
    let patch = try JSONPatch(
      await call.body(), fields: ["tree/name", "treename", "name", "parentid", "description"])
    let parent = try patch.text("parentid").map { text in
      guard let id = CategoryID(text) else { throw RequestError.invalidMember("/parentId", expected: "a UUID") }
      return id
    }
    let change = CategoryChange(
      name: patch.text("tree/name", "treename", "name"), parent: parent, description: patch.text("description"))
    let category = try await call.library.categories.update(call.id("categoryId"), change, as: call.principal)
    return MediaValetAnswer(
      status: status, payload: WireCategory.json(category), warnings: patch.warnings, errors: patch.errors)
  }
}
