"""The flows that the kill test runs, and what must come of them: loops in loops, branches, waits, a callback, an approval,
sub-flows, counters, calls to another system, failures that are caught, and uploads."""

NAPS = "2500ms"

EVERYTHING = """
name: Everything
trigger: {webhook: {eventId: {header: X-Event}}}
steps:
  - id: given
    set: {n: "{{ .trigger.body.n }}", folder: "{{ .trigger.body.folder }}"}
  - id: all
    parallel:
      - id: files
        steps:
          - {id: list, action: folderConnector-v1.0/listFiles, input: {folder: "{{ .vars.folder }}"}}
          - id: each
            forEach: "{{ .steps.list.files }}"
            concurrency: 3
            steps:
              - id: upload
                action: mediavaletConnector-v1.0/uploadAsset
                connection: MediaValet
                retry: RETRY
                input: {file: "{{ .item.file }}", categories: [CATEGORY]}
              - {id: count, state: {increment: uploads}}
            output: {id: "{{ .steps.upload.id }}", name: "{{ .item.name }}", md5: "{{ .steps.upload.md5 }}"}
          - id: collection
            action: mediavaletConnector-v1.0/createCollection
            connection: MediaValet
            retry: RETRY
            input: {name: "Run {{ .vars.n }}"}
          - id: fill
            action: mediavaletConnector-v1.0/addToCollection
            connection: MediaValet
            retry: RETRY
            input: {collectionId: "{{ .steps.collection.id }}", assetIds: "{{ .steps.each | map(.id) }}"}
          - {id: made, transform: "{{ .steps.each }}"}
      - id: loops
        steps:
          - id: rows
            forEach: "{{ [range(3)] }}"
            as: row
            concurrency: 2
            steps:
              - id: columns
                forEach: "{{ [range(4)] }}"
                concurrency: 4
                steps:
                  - id: kind
                    switch: "{{ .item % 3 }}"
                    cases:
                      - {value: 0, steps: [{id: cell, state: {increment: cells}}]}
                      - value: 1
                        steps:
                          - id: once
                            action: httpConnector-v1.0/request
                            input: {method: POST, url: "HUB/once", headers: {X-Key: "{{ .run.id }} {{ .vars.row }}"}}
                    default: [{id: plain, transform: "{{ .item }}"}]
                output: "{{ .vars.row * 10 + .item }}"
          - {id: sum, transform: "{{ [.steps.rows[][]] | add }}"}
      - id: people
        steps:
          - id: tell
            action: httpConnector-v1.0/request
            input:
              method: POST
              url: HUB/address
              headers: {X-Key: "{{ .run.id }} tell"}
              body: json
              json: {address: "{{ .run.callbacks.called }}", n: "{{ .vars.n }}"}
          - {id: called, wait: {callback: {timeout: 2h}}}
          - {id: asked, wait: {approval: {title: "{{ .vars.n }}", timeout: 2h}}}
          - id: decided
            if: "{{ .steps.asked.approved }}"
            then: [{id: good, transform: approved}]
            else: [{id: bad, transform: rejected}]
          - {id: answer, transform: {said: "{{ .steps.called.n }}", decided: "{{ .steps.decided }}"}}
      - id: others
        steps:
          - {id: aside, flow: Aside, input: {n: "{{ .vars.n }}"}, wait: false}
          - {id: nap, wait: {for: NAPS}}
          - {id: part, flow: Part, input: {n: "{{ .vars.n }}"}, wait: true}
          - {id: square, transform: "{{ .steps.part }}"}
      - id: trouble
        steps:
          - id: guard
            try:
              - id: flaky
                action: httpConnector-v1.0/request
                retry: {maxAttempts: 5, backoff: 200ms, on: [service_unavailable]}
                input: {method: POST, url: "HUB/flaky", headers: {X-Key: "{{ .run.id }} flaky"}}
              - {id: break, fail: {message: It broke., code: broken}}
            catch: [{id: caught, transform: "{{ .vars.error.code }}"}]
            finally: [{id: last, state: {increment: finals}}]
          - {id: got, transform: "{{ .steps.guard }}"}
  - {id: result, transform: "{{ .steps.all }}"}
"""

PART = """
name: Part
steps:
  - id: each
    forEach: "{{ [range(5)] }}"
    concurrency: 5
    steps: [{id: one, state: {increment: parts}}]
  - {id: square, transform: "{{ .trigger.n * .trigger.n }}"}
"""

ASIDE = """
name: Aside
steps:
  - {id: count, state: {increment: asides}}
  - {id: nap, wait: {for: 1s}}
"""

# How much each run adds to the counters of the flows, and how often it calls the other system.
COUNTERS = {"cells": 6, "finals": 1, "parts": 5, "asides": 1}
# Steps that call it, each with how many of its calls are answered with a failure.
CALLS = {"once": (3, 0), "tell": (1, 0), "flaky": (1, 2)}


def everything(hub: str, category: str) -> str:
    retry = "{maxAttempts: 12, backoff: 300ms, cap: 2s}"
    return (EVERYTHING.replace("HUB", hub).replace("CATEGORY", category).replace("RETRY", retry).replace("NAPS", NAPS))


def expected(n: int) -> dict:
    """What a run puts out, without the files."""
    decided = {"approve": "approved", "reject": "rejected"}[decision(n)]
    return {"loops": 138, "people": {"said": n, "decided": decided}, "others": n * n, "trouble": "broken"}


def decision(n: int) -> str:
    return "approve" if n % 3 else "reject"
