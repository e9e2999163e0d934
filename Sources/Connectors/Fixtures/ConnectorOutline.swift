/// The beginning of a connector: commented files to be changed.
package struct ConnectorOutline: Sendable {
  /// The ways to sign in that an outline can begin with.
  package static let kinds = ["bearer", "api_key", "basic", "oauth2", "none"]

  /// The folder's name; letters and digits of it name the connector.
  package let name: String
  package let title: String
  package let url: String
  /// One of ``kinds``.
  package let authentication: String
  /// Today, as `2026-11-22`.
  package let day: String

  package init(name: String, title: String, url: String, authentication: String, day: String) {
    self.name = name
    self.title = title
    self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    self.authentication = authentication
    self.day = day
  }

  private var id: String {
    let letters = name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return (letters.first?.isLetter == true ? letters : "a" + letters) + "Connector-v1.0"
  }

  private var offer: String {
    switch authentication {
    case "api_key": "  - {kind: api_key, header: X-Api-Key}      # or parameter: key, for a key in the query"
    case "basic": "  - {kind: basic}                            # a user name and a password"
    case "none": "  - {kind: none}"
    case "oauth2":
      """
        - kind: oauth2
          grants: [authorization_code]
          authorizationURL: \(url)/oauth/authorize
          tokenURL: \(url)/oauth/token
          scopes: [read]
      """
    default: "  - {kind: bearer}                           # a pasted token"
    }
  }

  /// `connector.yaml`
  package var connector: String {
    """
    # How to talk to \(title). Every field: docs/connectors.md. Unknown fields are faults: `weir connector lint` names them.
    connector: \(id)
    title: \(Self.quoted(title))
    description: \(Self.quoted("Files and folders of \(title)."))
    # From which public document this was made, and what was tried against what. Be honest: the page shows it.
    documentation: \(url)
    provenance: {source: "its public documentation", date: "\(day)"}
    endpoint: {default: "\(url)", editable: true}
    authentication:
    \(offer)
    # The action without input that shows whether a connection works.
    check: whoAmI
    # Where the service puts the words for people when something fails.
    errors: {messages: [error.message, message]}
    # How hard it may be pressed.
    rate: {requests: 100, per: 1m, concurrency: 4}

    # Which actions list, read and hand out files: the folder picker and sources work by this.
    files:
      list: {action: listFolder, input: {folder: "${folder.id}"}}
      read: {action: readItem, input: {id: "${item.id}"}}
      item:
        id: id
        name: name
        folder: {path: type, equals: folder}
        size: size
        modified: modifiedAt
        version: etag
      # What the service says of a file for people; it comes into the library by itself.
      fields: {title: title, description: description, keywords: tags}
      download: {action: downloadFile, input: {id: "${item.id}"}}

    actions:
      whoAmI: {title: Who am I, group: Account, description: Tells whose account it is., method: GET, path: /me}
      listFolder:
        title: List a folder
        group: Files
        description: Brings what a folder holds.
        method: GET
        path: /items
        query: {folder: "${input.folder}", after: "${page.cursor}", limit: "${page.size}"}
        # How the next page is asked for: offset, page, cursor, marker, nextURL or linkHeader.
        paging: {style: cursor, size: 100, items: items, at: next}
        input:
          properties:
            folder: {type: string, title: Folder, description: Its id; the top when left out.}
      readItem:
        title: Read an item
        group: Files
        description: Brings one file or folder.
        method: GET
        path: /items/${input.id}
        nothing: [404]
        input:
          properties:
            id: {type: string, title: Item}
          required: [id]
      downloadFile:
        title: Download a file
        group: Files
        description: Brings the bytes of a file.
        method: GET
        path: /items/${input.id}/content
        input:
          properties:
            id: {type: string, title: Item}
          required: [id]
        output: {file: {}}

    """
  }

  /// `README.md`
  package var guide: String {
    """
    # \(title)

    How a person connects: where to find what the form asks for, step by step.

    """
  }

  /// `fixtures/who-am-i.yaml`
  package var fixture: String {
    """
    # A recorded conversation: `weir connector test` sends nothing, and compares every request with this.
    action: whoAmI
    exchanges:
      - request: {method: GET, url: "\(url)/me"}
        response: {json: {name: Ada}}
    output: {name: Ada}

    """
  }

  /// As YAML text in double quotes.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
