import Core
import HTTPTypes
import Identity
import Library

/// The library's list of keywords.
struct KeywordEndpoints: MediaValetGroup {
  static let tag = "Keywords"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      on(
        .get, "/keywords", "getKeywords", "Lists all keywords, unless a page is asked for",
        parameters: Parameter.mediaValetPage, answers: (.ok, .array(.keyword)), list),
      on(
        .post, "/keywords", "createKeyword", "Adds a keyword; the body is the word", needs: .manageKeywords,
        takes: .string, answers: (.accepted, .keyword)
      ) { call in
        let word = try await call.body().word()
        return .accepted(WireKeyword.json(try await call.library.keywords.create(word, as: call.principal)))
      },
      on(
        .patch, "/keywords/{keyword}", "patchKeyword", "Renames or approves a keyword", needs: .manageKeywords,
        takes: .patch, answers: (.accepted, .keyword), patch),
      on(
        .get, "/keywordGroups", "getKeywordGroups", "Lists groups of keywords; there are none",
        answers: (.ok, .array(.map(.any)))
      ) { _ in .list([]) },
    ]
  }

  private func list(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let all = try await call.library.keywords.all(as: call.principal)
    let (offset, count) = try call.page(standard: Int.max)
    let page = all.dropFirst(offset).prefix(count)
    return .list(page.map(WireKeyword.json), total: all.count, offset: offset)
  }

  private func patch(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    let patch = try JSONPatch(
      await call.body(), fields: ["keywordname", "name", "isapproved", "approvalstatus", "issearchable"])
    let isApproved = patch.bool("isapproved") ?? patch.text("approvalstatus").map { $0.lowercased() == "approved" }
    let change = KeywordChange(
      word: patch.text("keywordname", "name"), isApproved: isApproved, isSearchable: patch.bool("issearchable"))
    let keyword = try await call.library.keywords.update(
      call.context.parameter("keyword"), change, as: call.principal)
    return MediaValetAnswer(
      status: .accepted, payload: WireKeyword.json(keyword), warnings: patch.warnings, errors: patch.errors)
  }
}
