<?php
// An answer of the host becomes an object of the reference and JSON again: php roundtrip.php DTOS JSON
require __DIR__ . '/stubs.php';
require $argv[1];

$answer = new dtos\ActivateCouponResponse();
$answer->fromMap(json_decode($argv[2], true));
assert($answer->Result instanceof dtos\Coupon);
assert($answer->Result->ExpirationDate instanceof DateTime);
assert($answer->Result->Data->Prods[0] instanceof dtos\CouponProd);
$again = json_decode(json_encode($answer), true);
if ($again != json_decode($argv[2], true)) {
    fwrite(STDERR, json_encode($answer) . "\n");
    exit(1);
}
$request = new dtos\ActivateCoupon(CouponType: 7, Prefix: 'ZZ');
assert($request->getTypeName() === 'ActivateCoupon' && $request->getMethod() === 'PUT');
assert($request->createResponse() instanceof dtos\ActivateCouponResponse);
assert(json_encode($request) === '{"CouponType":7,"Prefix":"ZZ"}');
