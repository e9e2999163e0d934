import Core
package import Flows
import HTTPTypes
import Hummingbird

/// The process log in parts: pages, whole values, searching, files.
package struct RunLogEndpoints: EndpointGroup {
  private let runs: Runs

  package init(runs: Runs) {
    self.runs = runs
  }

  package var endpoints: [Endpoint] { [entries, value, search, lines, table] }

  private var entries: Endpoint {
    endpoint(
      .get, "/runs/{runId}/entries", id: "listRunEntries",
      "Lists what a run did, page by page. A page may be short when a text is looked for",
      parameters: [
        .query("parent", .string, "Only what stands directly inside of this entry."),
        .query("top", .boolean, "Only what stands at the top."),
        .query("state", .string, "Only entries in this state; several with commas between."),
        .query("q", .string, "Only entries that hold this text in id, failure, input or output, as they are shown."),
      ] + Parameter.page, .json(.ok, "The entries", .page(of: FlowRunShapes.entry))
    ) { request, context in
      let page = try request.query.page(standard: 200, maximum: 1000)
      let states = request.query.string("state")?.split(separator: ",").map(String.init) ?? []
      let filter = LogFilter(
        parent: try request.query.bool("top") ? "" : request.query.string("parent"), states: states,
        text: request.query.string("q"))
      let found = try await runs.entries(
        of: try context.id("runId"), filter, after: page.after, limit: page.limit, as: try context.requirePrincipal())
      return .page(found, \.json)
    }
  }

  private var value: Endpoint {
    endpoint(
      .get, "/runs/{runId}/value", id: "getRunValue",
      "Reads the whole of a value that the log shows the beginning of, secrets masked",
      parameters: [
        .query("path", .string, required: true, "The entry's path."),
        .query("part", .words(StepPart.allCases.map(\.rawValue)), "`output` when not given."),
      ], .json(.ok, "The value", .any)
    ) { request, context in
      let name = request.query.string("part") ?? "output"
      guard let part = StepPart(rawValue: name) else {
        throw RequestError.invalidParameter("part", value: name, expected: "input or output")
      }
      return .json(
        try await runs.value(
          part, of: request.query.string("path") ?? "", in: try context.id("runId"),
          as: try context.requirePrincipal()))
    }
  }

  private var search: Endpoint {
    endpoint(
      .get, "/run-search", id: "searchRuns", "Finds runs whose log holds a text, the newest first",
      parameters: [
        .query("q", .string, required: true, "At least two characters."), .query("flow", .id, "Only of this flow."),
        .query("team", .id, "Only of this team."),
        .query("depth", .integer, "How many of the newest runs to look at; 1000 when not given."),
      ], .json(.ok, "The runs, each with the first entry found", .page(of: RunLogShapes.found))
    ) { request, context in
      let text = request.query.string("q") ?? ""
      guard text.count >= 2 else {
        throw RequestError.invalidParameter("q", value: text, expected: "at least two characters")
      }
      let found = try await runs.search(
        text, flow: try request.query.id("flow"), team: try request.query.id("team"),
        depth: try request.query.int("depth", in: 1...5000) ?? 1000, as: try context.requirePrincipal())
      return .items(found.map { ["run": $0.run.json, "entry": $0.entry.json] })
    }
  }

  private var lines: Endpoint {
    endpoint(
      .get, "/runs/{runId}/export", id: "exportRun", "Gives a run as JSON lines: the run, then each entry of its log",
      .content(.ok, "The lines", type: "application/x-ndjson")
    ) { _, context in
      let id: RunID = try context.id("runId")
      let lines = try await RunExport(runs).lines(
        of: id, as: try context.requirePrincipal(), run: \.json, line: \.json)
      return .stream(lines, headers: Self.file("run-\(id).jsonl", type: "application/x-ndjson"))
    }
  }

  private var table: Endpoint {
    endpoint(
      .get, "/runs.csv", id: "exportRuns", "Gives a list of runs as CSV, the newest first",
      parameters: [
        .query("flow", .id, "Only those of this flow."), .query("team", .id, "Only those of this team."),
        .query("state", .string, "Only those in this state; several with commas between."),
      ], .content(.ok, "The table", type: "text/csv")
    ) { request, context in
      let states = request.query.string("state")?.split(separator: ",").map(String.init) ?? []
      let table = try await RunExport(runs).table(
        flow: try request.query.id("flow"), team: try request.query.id("team"), states: states,
        as: try context.requirePrincipal())
      return .stream(table, headers: Self.file("runs.csv", type: "text/csv; charset=utf-8; header=present"))
    }
  }

  private static func file(_ name: String, type: String) -> HTTPFields {
    [
      .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "no-store",
    ]
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1\(path)", id: id, summary: summary, tag: "Runs", access: .signedIn, parameters: parameters,
      responses: [answer], handler: handler)
  }
}
