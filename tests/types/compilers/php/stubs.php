<?php
// Just enough of servicestack/client to load references; the real one is not in the registries.
namespace ServiceStack;

interface IReturn {}
interface IReturnVoid {}
#[\Attribute]
class Returns { public function __construct(public string $type) {} }
class ResponseError { public function fromMap($o): void {} }
class ResponseStatus { public function fromMap($o): void {} }
class EmptyResponse {}
class IdResponse {}
class ByteArray {}
class TypeContext { public function __construct(public string $class, public array $genericArgs = []) {} }

class JsonConverters
{
    public static function context(string $class, array $genericArgs = []): TypeContext
    {
        return new TypeContext($class, $genericArgs);
    }
    public static function from($type, $value): mixed
    {
        $type = is_string($type) ? new TypeContext($type) : $type;
        if ($type->class === 'DateTime') {
            return new \DateTime('@' . intdiv((int) preg_replace('/\D/', '', $value), 1000));
        }
        if ($type->class === 'Dictionary') {
            return array_map(fn ($item) => self::from($type->genericArgs[1], $item), (array) $value);
        }
        $class = class_exists("dtos\\$type->class") ? "dtos\\$type->class" : "ServiceStack\\$type->class";
        if (enum_exists($class)) {
            return $class::from($value);
        }
        if (!class_exists($class) || !is_array($value)) {
            return $value;
        }
        $object = new $class();
        if (property_exists($object, 'genericArgs')) {
            $object->genericArgs = $type->genericArgs;
        }
        $object->fromMap($value);
        return $object;
    }
    public static function fromArray($type, $values): array
    {
        return array_map(fn ($item) => self::from($type, $item), $values);
    }
    public static function to($type, $value): mixed
    {
        return $value instanceof \DateTime ? "/Date({$value->getTimestamp()}000)/" : $value;
    }
    public static function toArray($type, $values): array
    {
        return array_map(fn ($item) => self::to($type, $item), $values);
    }
}
