"""An OAuth 2.0 server that nobody here wrote (Authlib's), on loopback: with PKCE, rotating refresh tokens and a consent
page."""

import os
import secrets
import threading
import time

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, request
from werkzeug.serving import make_server


class Client(ClientMixin):
    def __init__(self, client_id, secret, redirect_uri):
        self.client_id, self.secret, self.redirect_uri = client_id, secret, redirect_uri

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return self.redirect_uri

    def get_allowed_scope(self, scope):
        return " ".join(word for word in (scope or "").split() if word != "admin")

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, secret):
        return secrets.compare_digest(secret, self.secret)

    def check_endpoint_auth_method(self, method, endpoint):
        return method in ("client_secret_post", "client_secret_basic")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type in ("authorization_code", "refresh_token")


class Code:
    def __init__(self, **values):
        self.__dict__.update(values)

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


class Token(TokenMixin):
    def __init__(self, values, client):
        self.values, self.client = values, client
        self.scope = values.get("scope", "")

    def check_client(self, client):
        return client is self.client

    def get_scope(self):
        return self.scope

    def get_expires_in(self):
        return self.values["expires_in"]

    def is_expired(self):
        return False

    def is_revoked(self):
        return False


class Person:
    name = "Pat of the provider"


class Provider:
    """`provider.register(redirect_uri)` gives a client id and a secret."""

    def __init__(self):
        self.clients, self.codes, self.refresh, self.grants = {}, {}, {}, 0
        app = Flask("provider")
        server = AuthorizationServer(app, query_client=self.clients.get, save_token=self.save)
        app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
        server.init_app(app)
        server.register_grant(self.code_grant(), [CodeChallenge(required=True)])
        server.register_grant(self.refresh_grant())

        @app.get("/authorize")
        def ask():
            grant = server.get_consent_grant(end_user=Person())
            return (f"<h1>Allow {grant.client.client_id}?</h1><form method='post' action='/authorize?"
                    f"{request.query_string.decode()}'><button name='decision' value='allow'>Allow</button>"
                    "<button name='decision' value='deny'>Deny</button></form>")

        @app.post("/authorize")
        def decide():
            user = Person() if request.form.get("decision") == "allow" else None
            grant = server.get_consent_grant(end_user=Person())
            return server.create_authorization_response(grant_user=user, grant=grant)

        app.post("/token")(lambda: server.create_token_response())
        self.http = make_server("127.0.0.1", 0, app, threaded=True)
        self.address = f"127.0.0.1:{self.http.server_port}"
        self.url = "http://" + self.address

    def register(self, redirect_uri):
        client = Client(secrets.token_hex(8), secrets.token_hex(16), redirect_uri)
        self.clients[client.client_id] = client
        return client

    def save(self, token, request):
        self.grants += 1
        if token.get("refresh_token"):
            self.refresh[token["refresh_token"]] = Token(token, request.client)

    def code_grant(provider):
        class Grant(AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]

            def save_authorization_code(self, code, request):
                data = request.payload.data
                provider.codes[code] = Code(
                    code=code, client_id=request.client.client_id, redirect_uri=request.payload.redirect_uri,
                    scope=request.payload.scope, user=request.user, auth_time=int(time.time()),
                    code_challenge=data.get("code_challenge"),
                    code_challenge_method=data.get("code_challenge_method"))

            def query_authorization_code(self, code, client):
                found = provider.codes.get(code)
                return found if found and found.client_id == client.client_id else None

            def delete_authorization_code(self, authorization_code):
                provider.codes.pop(authorization_code.code, None)

            def authenticate_user(self, authorization_code):
                return authorization_code.user

        return Grant

    def refresh_grant(provider):
        class Grant(RefreshTokenGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post", "client_secret_basic"]
            INCLUDE_NEW_REFRESH_TOKEN = True

            def authenticate_refresh_token(self, refresh_token):
                return provider.refresh.get(refresh_token)

            def authenticate_user(self, refresh_token):
                return Person()

            def revoke_old_credential(self, refresh_token):
                provider.refresh = {k: v for k, v in provider.refresh.items() if v is not refresh_token}

        return Grant

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
