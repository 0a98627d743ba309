-- What was written before stays aside until the first start has put it into the chain: the key is the portal's, not the database's.
ALTER TABLE "activity_events" RENAME TO "activity_events_before";--> statement-breakpoint
ALTER INDEX "activity_events_pkey" RENAME TO "activity_events_before_pkey";--> statement-breakpoint
DROP INDEX "activity_events_correlation";--> statement-breakpoint
DROP INDEX "activity_events_user";--> statement-breakpoint
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM "activity_events_before") THEN
    DROP TABLE "activity_events_before";
  END IF;
END
$$;--> statement-breakpoint
CREATE TABLE "activity_events" (
	"id" bigint NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"outcome" text NOT NULL,
	"correlation_id" text NOT NULL,
	"actor" text NOT NULL,
	"actor_role" text NOT NULL,
	"user_id" text,
	"device_id" text,
	"version" bigint NOT NULL,
	"detail" jsonb NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "activity_events_id_recorded_at_pk" PRIMARY KEY("id","recorded_at"),
	CONSTRAINT "activity_events_version" CHECK ("activity_events"."version" >= 1)
) PARTITION BY RANGE ("recorded_at");
--> statement-breakpoint
CREATE TABLE "trail_actors" (
	"actor" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"display_name" text,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trail_checkpoints" (
	"entries" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trail_cuts" (
	"entries" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trail_head" (
	"one" integer PRIMARY KEY NOT NULL,
	"entries" bigint NOT NULL,
	"hash" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trail_head_one" CHECK ("trail_head"."one" = 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX "trail_actors_person" ON "trail_actors" USING btree ("issuer","subject");--> statement-breakpoint
CREATE INDEX "activity_events_recorded" ON "activity_events" USING btree ("recorded_at","id");--> statement-breakpoint
CREATE INDEX "activity_events_correlation" ON "activity_events" USING btree ("correlation_id");--> statement-breakpoint
CREATE INDEX "activity_events_user" ON "activity_events" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "activity_events_device" ON "activity_events" USING btree ("device_id","id");--> statement-breakpoint
CREATE INDEX "activity_events_actor" ON "activity_events" USING btree ("actor","id");--> statement-breakpoint
CREATE INDEX "activity_events_type" ON "activity_events" USING btree ("type","id");--> statement-breakpoint
CREATE INDEX "activity_events_outcome" ON "activity_events" USING btree ("outcome","id");--> statement-breakpoint
INSERT INTO "trail_head" VALUES (1, 0, '', '1970-01-01T00:00:00Z');--> statement-breakpoint
CREATE TRIGGER "activity_events_append_only" BEFORE UPDATE OR DELETE ON "activity_events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "activity_events_not_truncated" BEFORE TRUNCATE ON "activity_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "trail_checkpoints_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "trail_checkpoints"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "trail_cuts_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "trail_cuts"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE FUNCTION "only_forward"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.entries <= OLD.entries OR NEW.recorded_at < OLD.recorded_at THEN
    RAISE EXCEPTION 'the head of the trail only moves forward';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "trail_head_only_forward" BEFORE UPDATE ON "trail_head"
  FOR EACH ROW EXECUTE FUNCTION "only_forward"();--> statement-breakpoint
CREATE TRIGGER "trail_head_stays" BEFORE DELETE OR TRUNCATE ON "trail_head"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
-- Triggers for rows come from the table that is divided; those for statements each part needs itself.
CREATE FUNCTION "guard_trail_part"("part" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
    part || '_not_truncated', part);
END
$$;--> statement-breakpoint
-- Makes room for a month (in UTC) of entries; false when it is there.
CREATE FUNCTION "add_trail_month"("month" date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  first_day timestamp := date_trunc('month', month::timestamp);
  part text := 'activity_events_' || to_char(first_day, 'YYYY_MM');
BEGIN
  IF to_regclass(part) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF activity_events FOR VALUES FROM (%L) TO (%L)',
    part, first_day::text || '+00', (first_day + interval '1 month')::text || '+00');
  PERFORM guard_trail_part(part);
  RETURN true;
END
$$;--> statement-breakpoint
CREATE TABLE "activity_events_default" PARTITION OF "activity_events" DEFAULT;--> statement-breakpoint
SELECT guard_trail_part('activity_events_default');--> statement-breakpoint
SELECT add_trail_month((now() AT TIME ZONE 'UTC' + make_interval(months => ahead))::date) FROM generate_series(0, 2) AS ahead;
