"""MediaValet's Python SDK, unmodified, against Weir."""

import os

import pytest

from media import jpeg
from weir_server import root_category, upload


@pytest.fixture(scope="module")
def sdk(weir, application):
    os.environ["REQUESTS_CA_BUNDLE"] = weir.certificate
    from mvsdk.rest import Client

    host = weir.url.split("//")[1]
    client = Client(auth_url=host, base_url=host)
    answer = client.connect.auth(
        data={"grant_type": "password", "username": weir.administrator["userName"],
              "password": weir.administrator["password"], "scope": "openid api offline_access"},
        auth={"client_id": application["clientId"], "client_secret": application["clientSecret"]})
    assert answer.status_code == 200
    yield client, answer.json()["access_token"]
    del os.environ["REQUESTS_CA_BUNDLE"]


@pytest.fixture(scope="module")
def asset(weir, api, tmp_path_factory):
    body = jpeg(tmp_path_factory.mktemp("media") / "a.jpg")
    return upload(weir, api, "sdk.jpg", body, root_category(weir, api), title="For the SDK")


def test_it_reads_an_asset(sdk, asset):
    client, token = sdk
    answer = client.asset.get(auth=token, object_id=asset)
    assert answer.status_code == 200
    assert answer.json()["payload"]["title"] == "For the SDK"


def test_it_searches(sdk, asset):
    client, token = sdk
    answer = client.asset.get(auth=token, params={"search": "SDK", "filters": "(AssetType EQ Image)", "count": 5})
    assert answer.status_code == 200
    assert [item["id"] for item in answer.json()["payload"]["assets"]] == [asset]
    assert answer.json()["payload"]["assetCount"] == 1


def test_it_adds_lists_and_deletes_keywords(sdk, asset):
    client, token = sdk
    assert client.asset.create_keywords(auth=token, object_id=asset, data='["snow", "höhe"]').status_code == 202
    listed = client.asset.get_keywords(auth=token, object_id=asset)
    assert listed.status_code == 200
    words = {item["keywordName"]: item["id"] for item in listed.json()["payload"]}
    assert {"snow", "höhe"} <= set(words)
    assert "snow" in [item["keywordName"] for item in client.keyword.get(auth=token).json()["payload"]]
    answer = client.asset.delete_keyword(auth=token, object_id=asset, object_action=f"keywords/{words['snow']}")
    assert answer.status_code == 202


def test_it_makes_and_lists_direct_links(sdk, asset, weir):
    client, token = sdk
    body = ('{"renditionSettings":{"size":{"type":"Original","width":0,"height":0},"format":"JPEG"},'
            '"linkSettings":{"linkName":"Default","isDevModeEnabled":false,"isEmbedCode":false,"isUniqueLink":false,'
            '"turnSubtitlesOn":false,"chosenLanguages":["en"]}}')
    made = client.direct_link.create(auth=token, object_id=asset, data=body)
    assert made.status_code == 201
    link = made.json()["payload"]["cdnLink"]
    assert weir.session().get(link).status_code == 200
    listed = client.direct_link.get(auth=token, object_id=asset)
    assert listed.json()["recordCount"]["totalRecordsFound"] == 1


def test_it_runs_requests_in_bulk(sdk, asset):
    from mvsdk.rest.bulk import BulkRequest, BulkResponse

    client, token = sdk
    batch = BulkRequest()
    for word in ["river", "see & berg"]:
        batch.add_request(client.asset.create_keywords(
            auth=token, object_id=asset, data='["%s"]' % word, bulk=True, sync=False))
    payload = batch.get_payload()
    answer = client.bulk.post(headers=payload["headers"], auth=token, data=payload["payload"])
    sections = BulkResponse(answer).post_response
    assert [section["status_code"] for section in sections] == ["202", "202"]


@pytest.mark.parametrize("path", [
    ("asset", "get_related"), ("asset", "get_attributes"), ("asset", "get_categories"), ("asset", "get_comments"),
    ("asset", "get_history"), ("asset", "get_renditions")])
def test_it_reads_what_belongs_to_an_asset(sdk, asset, path):
    client, token = sdk
    answer = getattr(getattr(client, path[0]), path[1])(auth=token, object_id=asset)
    assert answer.status_code == 200, answer


def test_it_reads_the_library_s_lists(sdk):
    client, token = sdk
    assert client.attribute.get(auth=token).status_code == 200
    assert client.keyword_group.get(auth=token).status_code == 200
    assert client.org_unit.get_current(auth=token).status_code == 200
    assert client.user.get_current(auth=token).json()["payload"]["userName"]
    assert client.user.get_current_permissions(auth=token).json()["payload"]["permissions"]
    assert client.user.get_approvers(auth=token).status_code == 200
