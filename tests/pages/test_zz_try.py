from skins import always
from test_bind_on_the_mock import *
from test_unlink_on_the_mock import *
pytestmark = always
