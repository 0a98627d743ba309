CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the trail is append-only';
END
$$;--> statement-breakpoint
CREATE TRIGGER "activity_events_append_only" BEFORE UPDATE OR DELETE ON "activity_events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "activity_events_not_truncated" BEFORE TRUNCATE ON "activity_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
