import Core
package import Flows
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Runs: starting, watching, ending.
package struct FlowRunEndpoints: EndpointGroup {
  private let flows: Flows
  private let runs: Runs

  package init(flows: Flows, runs: Runs) {
    self.flows = flows
    self.runs = runs
  }

  package var endpoints: [Endpoint] { [start, list, read, log, events, cancel] }

  private var start: Endpoint {
    endpoint(
      .post, "/flows/{flowId}/runs", id: "runFlow", "Runs a flow; the run is on disk when this answers",
      body: .json(.object([.optional("input", .any, "What `.trigger` holds.")])).optional,
      .json(.accepted, "The run", FlowRunShapes.run)
    ) { request, context in
      let fields = try await request.fieldsIfAny(context)
      try fields.refuseOthers(than: ["input"])
      let run = try await flows.run(
        try context.id("flowId"), input: fields.valueIfAny("input") ?? [:], as: try context.requirePrincipal())
      return .json(run.json, status: .accepted, headers: [.location: "/rest/v1/runs/\(run.id)"])
    }
  }

  private var list: Endpoint {
    endpoint(
      .get, "/runs", id: "listRuns", "Lists runs, the newest first",
      parameters: [
        .query("flow", .id, "Only those of this flow."), .query("team", .id, "Only those of this team."),
        .query("state", .string, "Only those in this state; several with commas between."),
      ] + Parameter.page, .json(.ok, "The runs", .page(of: FlowRunShapes.run))
    ) { request, context in
      let page = try request.query.page()
      let states = request.query.string("state")?.split(separator: ",").map(String.init) ?? []
      let found = try await runs.list(
        flow: try request.query.id("flow"), team: try request.query.id("team"), states: states, after: page.after,
        limit: page.limit, as: try context.requirePrincipal())
      return .page(found, \.json)
    }
  }

  private var read: Endpoint {
    endpoint(.get, "/runs/{runId}", id: "getRun", "Reads a run", .json(.ok, "The run", FlowRunShapes.run)) {
      _, context in
      .json(try await runs.run(try context.id("runId"), as: try context.requirePrincipal()).json)
    }
  }

  private var log: Endpoint {
    endpoint(
      .get, "/runs/{runId}/log", id: "getRunLog", "Reads what a run did, step by step",
      .json(.ok, "The log", FlowRunShapes.log)
    ) { _, context in
      let log = try await runs.log(of: try context.id("runId"), as: try context.requirePrincipal())
      return .json(["run": log.run.json, "entries": .array(log.entries.map(\.json))])
    }
  }

  private var events: Endpoint {
    endpoint(
      .get, "/runs/{runId}/events", id: "watchRun",
      "Tells what happens in a run as it happens (server-sent events), until it has ended",
      parameters: [.header("Last-Event-ID", .string, "Goes on after this event.")],
      .content(.ok, "Events named `update` with the run and the entries that changed", type: "text/event-stream")
    ) { request, context in
      let name = HTTPField.Name("Last-Event-ID")
      let after = name.flatMap { request.headers[$0] }.flatMap { Int64($0) } ?? 0
      let updates = try await runs.events(
        of: try context.id("runId"), after: after, as: try context.requirePrincipal())
      return .updates(updates, after: after)
    }
  }

  private var cancel: Endpoint {
    endpoint(
      .post, "/runs/{runId}/cancel", id: "cancelRun", "Asks for the end of a run",
      .json(.accepted, "The run; it ends soon", FlowRunShapes.run)
    ) { _, context in
      let run = try await runs.cancel(try context.id("runId"), as: try context.requirePrincipal())
      return .json(run.json, status: .accepted)
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    body: BodyShape? = nil, _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1\(path)", id: id, summary: summary, tag: "Runs", access: .signedIn, parameters: parameters,
      body: body, responses: [answer], handler: handler)
  }
}

extension Response {
  /// A run's updates as server-sent events, each with the id to go on from.
  fileprivate static func updates(_ updates: AsyncThrowingStream<RunUpdate, any Error>, after: Int64) -> Response {
    let body = ResponseBody { writer in
      var position = after
      // A server that is asked to end doesn't wait for whoever watches; browsers come back by themselves.
      for try await update in updates.cancelOnGracefulShutdown() {
        position = max(position, update.entries.map(\.revision).max() ?? 0)
        let data: JSONValue = ["run": update.run.json, "entries": .array(update.entries.map(\.json))]
        try await writer.write(
          ByteBuffer(string: "id: \(position)\nevent: update\ndata: \(data.serialized())\n\n"))
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }
}
