"""A typed call with PyPI servicestack and the DTOs that the host generated: call.py BASE_URL PREFIX"""
import sys
import uuid
import datetime

from servicestack import JsonServiceClient

from dtos import *

base_url, prefix = sys.argv[1:]
client = JsonServiceClient(base_url)
client.username, client.password = "demo", "demo"

client.post(AddCoupons(Type=7, Prefix=prefix, CodeFrom=1, CodeTo=1, CodeLength=3,
                       ExpDate=datetime.datetime(2099, 12, 31)))
activate_id = uuid.uuid4()
answer = client.put(ActivateCoupon(CouponType=7, Prefix=prefix, ActivateId=str(activate_id)))
assert isinstance(answer, ActivateCouponResponse), answer
coupon = answer.Result
assert (coupon.Code, coupon.CouponType, coupon.ActivateId) == (f"{prefix}001", 7, activate_id.hex), coupon
assert isinstance(coupon.ExpirationDate, datetime.datetime), coupon
print("called", coupon.Code)
