"""Fast API: an API key that a broker makes for a user who agreed. Source: okx-oauth, "Fast API".

The rules of the mock where the documents say nothing: a key that is bound to the application can be used from the
addresses of the client, and from those in `ip` as well.
"""

from __future__ import annotations

from okx_mock.accounts import ApiKey
from okx_mock.answers import Answer, Refusal, success
from okx_mock.broker.grants import Grant
from okx_mock.broker.unused_keys import let_expire
from okx_mock.call import Call, flag_of
from okx_mock.seed import derive_key

MOST_IPS = 20


def _grant(call: Call) -> Grant:
    """The grant of the token that a call was made with; the gate has checked its scope."""
    grant = call.world.oauth.grant_of(call.key) if call.key else None
    if grant is None:
        raise Refusal("53000")
    return grant


def create_key(call: Call) -> Answer:
    """`POST /api/v5/users/oauth/apikey`: make the key; the answer shows its secrets, once."""
    consent = _grant(call).consent
    world, client, user = call.world, consent.client, consent.user
    pair = client.broker.uid, user.uid
    if not client.fast_api or "api" not in client.broker.codes:
        raise Refusal("50117")
    if pair in world.oauth.fast_keys:
        raise Refusal("50116")
    bound = flag_of(call.fields, "bindApp")
    if bound and not client.ip:
        raise Refusal("50118")
    addresses = tuple(call.text("ip").split(",")) if call.text("ip") else ()
    if len(addresses) > MOST_IPS:
        raise Refusal("59503")
    world.oauth.fast_keys_made += 1
    api_key, secret_key, _ = derive_key(world.seed, f"fast-api/{world.oauth.fast_keys_made}")
    perm = call.text("perm")
    key = ApiKey(
        api_key=api_key,
        secret_key=secret_key,
        passphrase=call.text("passphrase"),
        account=user,
        permissions=frozenset({"read_only", perm}),
        ip=(*addresses, *(client.ip if bound else ())),
        label=call.text("label"),
        created_ms=world.clock.now_ms(),
    )
    world.directory.add_key(key)
    keys = world.oauth.fast_keys
    keys[pair] = key

    def remove() -> None:
        if keys.get(pair) is key:
            del keys[pair]
            world.directory.remove_key(key)

    let_expire(key, world.timers, remove)
    return success(
        [
            {
                "label": key.label,
                "apiKey": key.api_key,
                "secretKey": key.secret_key,
                "passphrase": key.passphrase,
                "perm": perm,
                "bindApp": bound,
            }
        ]
    )


def delete_key(call: Call) -> Answer:
    """`POST /api/v5/users/oauth/delete-apikey`: delete the key that this broker made for the user."""
    consent = _grant(call).consent
    key = call.world.oauth.fast_keys.pop((consent.client.broker.uid, consent.user.uid), None)
    if key is None:
        raise Refusal("59506")
    key.expires = False
    call.world.directory.remove_key(key)
    return success([{"result": True}])
