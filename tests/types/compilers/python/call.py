"""A typed call with PyPI servicestack and the DTOs that the host generated: call.py BASE_URL PREFIX"""
import sys
import uuid
import datetime

from servicestack import JsonServiceClient

from dtos import *

base_url, prefix = sys.argv[1:]
client = JsonServiceClient(base_url)
client.username, client.password = "demo", "demo"

client.post(AddCoupons(type_=7, prefix=prefix, code_from=1, code_to=1, code_length=3,
                       exp_date=datetime.datetime(2099, 12, 31)))
activate_id = uuid.uuid4()
answer = client.put(ActivateCoupon(coupon_type=7, prefix=prefix, activate_id=str(activate_id)))
assert isinstance(answer, ActivateCouponResponse), answer
coupon = answer.result
assert (coupon.code, coupon.coupon_type, coupon.activate_id) == (f"{prefix}001", 7, activate_id.hex), coupon
print("called", coupon.code)
