"""What is sent and what is answered: the models of the contract, under the name that users import."""

from okx_v5.models import *  # noqa: F403 - the list of names is generated with them
from okx_v5.models import __all__
